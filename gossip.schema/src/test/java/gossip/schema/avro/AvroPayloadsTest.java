package gossip.schema.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.api.schema.Schema;
import gossip.api.schema.SchemaException;
import gossip.schema.Bench;
import gossip.schema.format.PayloadFormat;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.io.JsonEncoder;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.api.Test;

class AvroPayloadsTest {
    private static final String EVERYTHING = """
        {"type":"record","name":"R","namespace":"acme","fields":[
        {"name":"z","type":"null"},{"name":"o","type":"boolean"},{"name":"i","type":"int"},{"name":"l","type":"long"},
        {"name":"f","type":"float"},{"name":"d","type":"double"},{"name":"s","type":"string"},{"name":"b","type":"bytes"},
        {"name":"x","type":{"type":"fixed","name":"F","size":3}},
        {"name":"e","type":{"type":"enum","name":"E","symbols":["A","B"]}},
        {"name":"u","type":["null","int","string","F","R"]},
        {"name":"a","type":{"type":"array","items":"long"}},{"name":"m","type":{"type":"map","values":["null","E"]}}]}\
        """;

    @Property(tries = 300)
    void valuesAreTranslatedAsAvroDoes(@ForAll Random random) throws Exception {
        org.apache.avro.Schema schema = new org.apache.avro.Schema.Parser().parse(EVERYTHING);
        Object value = new RandomData(schema, 1, random.nextLong()).iterator().next();
        GenericDatumWriter<Object> writer = new GenericDatumWriter<>(schema);
        ByteArrayOutputStream binary = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(binary, null);
        writer.write(value, encoder);
        encoder.flush();
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        JsonEncoder jsonEncoder = EncoderFactory.get().jsonEncoder(schema, json);
        writer.write(value, jsonEncoder);
        jsonEncoder.flush();
        PayloadFormat format = format(EVERYTHING);

        format.check(ByteBuffer.wrap(binary.toByteArray()));
        assertThat(Bench.text(format.toJson(ByteBuffer.wrap(binary.toByteArray()))))
                .isEqualTo(json.toString(StandardCharsets.UTF_8));
        assertThat(format.fromJson(ByteBuffer.wrap(json.toByteArray()), ""))
                .isEqualTo(ByteBuffer.wrap(binary.toByteArray()));
    }

    @Test
    void truncatedAndPaddedPayloadsAreRefused() {
        PayloadFormat format = format("{\"type\":\"array\",\"items\":\"string\"}");

        format.check(Bench.hex("02 04 6869 00"));
        assertThatThrownBy(() -> format.check(Bench.hex("02 04 68"))).hasMessageContaining("ends too early");
        assertThatThrownBy(() -> format.check(Bench.hex("02 04 6869 00 00"))).hasMessageContaining("1 bytes follow");
        assertThatThrownBy(() -> format.check(Bench.hex(""))).hasMessageContaining("ends too early");
    }

    @Test
    void lengthsThatLieMakeNoRoom() {
        assertThatThrownBy(() -> format("\"bytes\"").check(Bench.hex("feffffff0f 00")))
                .hasMessageContaining("ends too early");
    }

    @Test
    void arraysOfNothingAreNotCountedForEver() {
        PayloadFormat format = format("{\"type\":\"array\",\"items\":\"null\"}");

        format.check(Bench.hex("06 00"));
        assertThatThrownBy(() -> format.check(Bench.hex("feffffffffffffff7f 00")))
                .hasMessageContaining("too many parts");
    }

    @Test
    void valuesNestedTooDeeplyAreRefused() {
        PayloadFormat format =
                format("{\"type\":\"record\",\"name\":\"L\",\"fields\":[{\"name\":\"n\",\"type\":[\"null\",\"L\"]}]}");

        format.check(ByteBuffer.wrap(chain(20)));
        assertThatThrownBy(() -> format.check(ByteBuffer.wrap(chain(1_000_000))))
                .hasMessageContaining("schema.max_depth");
    }

    @Test
    void recordsThatContainThemselvesEnd() {
        assertThatThrownBy(() -> format(
                                "{\"type\":\"record\",\"name\":\"L\",\"fields\":[{\"name\":\"a\",\"type\":\"L\"},{\"name\":\"b\",\"type\":\"L\"}]}")
                        .check(Bench.hex("")))
                .isInstanceOf(SchemaException.class);
    }

    @Test
    void jsonThatBecomesTooLargeIsRefused() {
        PayloadFormat format =
                format("{\"type\":\"array\",\"items\":{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\""
                        + "n".repeat(200) + "\",\"type\":\"int\"}]}}");
        byte[] many = new byte[1003];
        many[0] = (byte) 0xD0;
        many[1] = 0x0F; // 1000

        format.check(ByteBuffer.wrap(many));
        assertThatThrownBy(() -> format.toJson(ByteBuffer.wrap(many))).hasMessageContaining("schema.max_json_size");
    }

    @Test
    void wrongJsonIsRefusedWithItsPlace() {
        PayloadFormat format = format(
                "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":{\"type\":\"array\",\"items\":[\"null\",\"int\"]}}]}");

        assertThat(Bench.hex(format.fromJson(Bench.utf8("{\"a\":[null,{\"int\":5}]}"), "")))
                .isEqualTo("0400020a00");
        for (List<String> wrong : List.of(
                List.of("{\"a\":[{\"int\":\"x\"}]}", "at /a/0/int"),
                List.of("{\"a\":[{\"int\":5.5}]}", "an int"),
                List.of("{\"a\":[{\"int\":2147483648}]}", "an int"),
                List.of("{\"a\":[5]}", "at /a/0"),
                List.of("{\"a\":[{\"long\":5}]}", "one of [null, int]"),
                List.of("{}", "property 'a'"),
                List.of("{\"a\":[],\"b\":1}", "no field 'b'"),
                List.of("{\"a\":[]", "not valid JSON"),
                List.of("{\"a\":[],\"a\":[]}", "Duplicate"),
                List.of("", "empty"))) {
            assertThatThrownBy(() -> format.fromJson(Bench.utf8(wrong.getFirst()), ""))
                    .isInstanceOf(SchemaException.class)
                    .hasMessageContaining(wrong.getLast());
        }
    }

    private static byte[] chain(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 2);
        bytes[length - 1] = 0;
        return bytes;
    }

    private static PayloadFormat format(String schema) {
        return Bench.parse(new AvroLanguage(Bench.LIMITS), Schema.AVRO, schema).payloads();
    }
}
