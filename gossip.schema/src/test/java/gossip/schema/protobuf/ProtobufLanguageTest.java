package gossip.schema.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.api.schema.Schema;
import gossip.api.schema.SchemaException;
import gossip.schema.Bench;
import gossip.schema.format.ParsedSchema;
import gossip.schema.format.PayloadFormat;
import gossip.schema.format.Roles;
import gossip.schema.format.SchemaSource;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProtobufLanguageTest {
    private static final String ORDER = """
        syntax = "proto3";
        package acme;
        import "google/protobuf/timestamp.proto";
        message Order {
          string id = 1;
          optional int32 count = 2;
          map<string, Line> lines = 3;
          google.protobuf.Timestamp at = 4;
          message Line { double price = 1; }
          message Note { string text = 1; }
        }
        message Bill { repeated State states = 1; }
        enum State { NEW = 0; DONE = 1; }
        """;

    private final ProtobufLanguage language = new ProtobufLanguage(Bench.LIMITS);

    @Test
    void whiteSpaceMakesNoDifference() {
        String canonical = parse("syntax=\"proto3\";message  M{string a=1;}").canonical();

        assertThat(canonical).isEqualTo("syntax = \"proto3\";\n\nmessage M {\n  string a = 1;\n}\n");
        assertThat(parse(canonical).canonical()).isEqualTo(canonical);
    }

    @Test
    void messagesAreTranslatedByTheirIndexes() {
        PayloadFormat format = parse(ORDER).payloads();
        String order = "{\"id\":\"o\",\"count\":0,\"lines\":{\"k\":{\"price\":1.5}},\"at\":\"1970-01-01T00:00:01Z\"}";

        assertThat(Bench.text(format.toJson(format.fromJson(Bench.utf8(order), ""))))
                .isEqualTo(order);
        assertThat(Bench.hex(format.fromJson(Bench.utf8("{\"id\":\"o\"}"), ""))).isEqualTo("000a016f");
        assertThat(Bench.hex(format.fromJson(Bench.utf8("{\"states\":[\"DONE\"]}"), "acme.Bill")))
                .isEqualTo("02020a0101");
        assertThat(Bench.hex(format.fromJson(Bench.utf8("{\"text\":\"x\"}"), "acme.Order.Note")))
                .isEqualTo("0400020a0178");
        assertThat(Bench.text(format.toJson(Bench.hex("0400020a0178")))).isEqualTo("{\"text\":\"x\"}");
        assertThat(Bench.text(format.toJson(Bench.hex("0200 0a016f")))).isEqualTo("{\"id\":\"o\"}");
    }

    @Test
    void wrongPayloadsAreRefused() {
        PayloadFormat format = parse(ORDER).payloads();

        for (String wrong : List.of("", "06", "02 08", "000a05", "02010a", "feffffff0f", "00 0b")) {
            assertThatThrownBy(() -> format.check(Bench.hex(wrong))).isInstanceOf(SchemaException.class);
        }
        assertThatThrownBy(() -> format.fromJson(Bench.utf8("{\"nope\":1}"), ""))
                .hasMessageContaining("nope");
        assertThatThrownBy(() -> format.fromJson(Bench.utf8("{}"), "acme.None")).hasMessageContaining("acme.Bill");
        assertThatThrownBy(() -> format.fromJson(Bench.utf8("{\"count\":\"x\"}"), ""))
                .isInstanceOf(SchemaException.class);
    }

    @Test
    void importsLeadToReferences() {
        SchemaSource.Dependency common = new SchemaSource.Dependency(
                "acme/common.proto", proto("syntax = \"proto3\"; package acme; message Money { int64 units = 1; }"));
        String text = "syntax = \"proto3\"; package acme; import \"acme/common.proto\"; message P { Money price = 1; }";

        ParsedSchema schema = language.parse(new SchemaSource(proto(text), List.of(common)));

        assertThat(Bench.text(schema.payloads().toJson(Bench.hex("00 0a020805"))))
                .isEqualTo("{\"price\":{\"units\":\"5\"}}");
        assertThatThrownBy(() -> parse(text))
                .hasMessageContaining("acme/common.proto")
                .hasMessageContaining("register");
    }

    @Test
    void whatIsNoSchemaIsRefusedWithTheReason() {
        assertThatThrownBy(() -> parse("syntax = \"proto3\"; message M { Unknown a = 1; }"))
                .hasMessageContaining("Unknown");
        assertThatThrownBy(() -> parse("syntax = \"proto3\"; message M { string a = 1; string b = 1; }"))
                .isInstanceOf(SchemaException.class);
        assertThatThrownBy(() -> parse("message {")).isInstanceOf(SchemaException.class);
        assertThatThrownBy(() -> parse("syntax = \"proto3\"; message M " + "{message M ".repeat(60)))
                .hasMessageContaining("schema.max_depth");
        String many =
                IntStream.range(0, 101).mapToObj(i -> "message M" + i + " {}").collect(Collectors.joining());
        assertThatThrownBy(() -> parse(many)).hasMessageContaining("schema.max_types");
        assertThatThrownBy(() -> parse("syntax = \"proto3\";").validate()).hasMessageContaining("neither messages");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "message M { optional string a = 1; optional string b = 2; } | message M { optional string a = 1; } |"
                        + " ''",
                "message M { } | message M { optional string a = 1; } | ''",
                "message M { optional int64 a = 1; } | message M { optional int32 a = 1; } | ''",
                "message M { optional bytes a = 1; } | message M { optional string a = 1; } | ''",
                "message M { optional string renamed = 1; } | message M { optional string a = 1; } | ''",
                "message M { optional string a = 1; } | message M { optional int32 a = 1; } | FIELD_KIND_CHANGED at"
                        + " /M/a",
                "message M { optional sint32 a = 1; } | message M { optional int32 a = 1; } | FIELD_KIND_CHANGED",
                "message N { } | message M { } | MESSAGE_REMOVED at /M",
                "package x; message M { } | message M { } | PACKAGE_CHANGED",
                "message M { optional A a = 1; } message A { } message B { } | message M { optional B a = 1; } message"
                        + " A { } message B { } | FIELD_NAMED_TYPE_CHANGED",
                "message M { repeated int32 a = 1; } | message M { optional int32 a = 1; } |"
                        + " FIELD_NUMERIC_LABEL_CHANGED",
                "message M { repeated string a = 1; } | message M { optional string a = 1; } | ''",
                "message M { required int32 a = 1; } | message M { } | REQUIRED_FIELD_ADDED",
                "message M { required int32 a = 1; } | message M { optional int32 a = 1; } | REQUIRED_FIELD_ADDED",
                "message M { } | message M { required int32 a = 1; } | REQUIRED_FIELD_REMOVED",
                "message M { oneof o { int32 a = 1; } } | message M { oneof o { int32 a = 1; int32 b = 2; } } |"
                        + " ONEOF_FIELD_REMOVED",
                "message M { oneof o { int32 a = 1; int32 b = 2; } } | message M { optional int32 a = 1; optional"
                        + " int32 b = 2; } | MULTIPLE_FIELDS_MOVED_TO_ONEOF",
                "message M { oneof o { int32 a = 1; int32 b = 2; } } | message M { oneof o { int32 a = 1; } optional"
                        + " int32 b = 2; } | FIELDS_MOVED_TO_EXISTING_ONEOF",
                "message M { oneof o { int32 a = 1; int32 b = 2; } } | message M { optional int32 a = 1; } | ''",
                "message M { map<string, int32> a = 1; } | message M { map<string, string> a = 1; } |"
                        + " FIELD_KIND_CHANGED",
            })
    void problemsAreFound(String reader, String writer, String expected) {
        List<String> problems = parse(reader).problemsReading(parse(writer), Roles.backward("version 3"));

        if (expected.isEmpty()) {
            assertThat(problems).isEmpty();
        } else {
            assertThat(problems).isNotEmpty();
            assertThat(problems.getFirst())
                    .startsWith(expected)
                    .contains("the new schema")
                    .contains(";");
        }
    }

    @Test
    void descriptorCanBeHadInBase64() {
        assertThat(parse("syntax = \"proto3\"; message M { }")
                        .form("serialized")
                        .text())
                .isBase64();
    }

    private ParsedSchema parse(String text) {
        return Bench.parse(language, Schema.PROTOBUF, text);
    }

    private static Schema proto(String text) {
        return new Schema(Schema.PROTOBUF, text, List.of());
    }
}
