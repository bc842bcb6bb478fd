package gossip.schema.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.api.schema.Schema;
import gossip.api.schema.SchemaException;
import gossip.schema.Bench;
import gossip.schema.format.ParsedSchema;
import gossip.schema.format.Roles;
import gossip.schema.format.SchemaSource;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AvroLanguageTest {
    private final AvroLanguage language = new AvroLanguage(Bench.LIMITS);

    @Test
    void whiteSpaceAndSpellingMakeNoDifference() {
        String canonical =
                "{\"type\":\"record\",\"name\":\"R\",\"namespace\":\"a\",\"fields\":[{\"name\":\"x\",\"type\":\"int\"}]}";

        assertThat(parse(" { \"name\" : \"a.R\", \"type\":\"record\",\n"
                                + " \"fields\":[{\"type\":{\"type\":\"int\"},\"name\":\"x\"}]}")
                        .canonical())
                .isEqualTo(canonical);
        assertThat(parse(canonical).canonical()).isEqualTo(canonical);
        assertThat(parse(" \"string\" ").canonical()).isEqualTo("\"string\"");
    }

    @Test
    void orderOfOtherPropertiesMakesNoDifferenceWhenNormalized() {
        ParsedSchema one = parse("{\"type\":\"fixed\",\"name\":\"F\",\"size\":2,\"z\":1,\"b\":{\"y\":1,\"x\":2}}");
        ParsedSchema other = parse("{\"type\":\"fixed\",\"b\":{\"x\":2,\"y\":1},\"name\":\"F\",\"size\":2,\"z\":1}");

        assertThat(one.canonical()).isNotEqualTo(other.canonical());
        assertThat(one.normalized()).isEqualTo(other.normalized());
    }

    @Test
    void referencesStayNamesUnlessResolved() {
        String text =
                "{\"type\":\"record\",\"name\":\"U\",\"namespace\":\"a\",\"fields\":[{\"name\":\"r\",\"type\":\"R\"},"
                        + "{\"name\":\"s\",\"type\":[\"null\",\"b.S\"]}]}";
        ParsedSchema schema = language.parse(
                new SchemaSource(
                        avro(text),
                        List.of(
                                new SchemaSource.Dependency(
                                        "b.S", avro("{\"type\":\"enum\",\"name\":\"b.S\",\"symbols\":[\"X\"]}")),
                                new SchemaSource.Dependency(
                                        "a.R",
                                        avro(
                                                "{\"type\":\"record\",\"name\":\"a.R\",\"fields\":[{\"name\":\"s\",\"type\":\"b.S\"}]}")))));

        assertThat(schema.canonical()).isEqualTo(text);
        assertThat(schema.form("resolved").text()).contains("\"symbols\":[\"X\"]");
        assertThat(schema.form("resolved").isSelfContained()).isTrue();
        assertThat(parse(schema.form("resolved").text()).canonical()).contains("enum");
    }

    @Test
    void newSchemasNeedDefaultsOfTheirType() {
        ParsedSchema wrong = parse(field("\"int\",\"default\":\"x\""));

        assertThatThrownBy(wrong::validate).isInstanceOf(SchemaException.class).hasMessageContaining("default");
        parse(field("\"int\",\"default\":1")).validate();
    }

    @Test
    void limitsAreNamed() {
        String deep = "{\"type\":\"array\",\"items\":".repeat(60) + "\"int\"" + "}".repeat(60);
        String wide = IntStream.range(0, 21)
                .mapToObj(i -> "{\"type\":\"fixed\",\"name\":\"F" + i + "\",\"size\":1}")
                .collect(Collectors.joining(",", "[", "]"));
        String many = IntStream.range(0, 101)
                .mapToObj(i ->
                        "{\"name\":\"f" + i + "\",\"type\":{\"type\":\"fixed\",\"name\":\"F" + i + "\",\"size\":1}}")
                .collect(Collectors.joining(",", "{\"type\":\"record\",\"name\":\"R\",\"fields\":[", "]}"));

        assertThatThrownBy(() -> parse(deep))
                .hasMessageContaining("schema.max_depth")
                .hasMessageContaining("50");
        assertThatThrownBy(() -> parse(wide))
                .hasMessageContaining("schema.max_branches")
                .hasMessageContaining("21");
        assertThatThrownBy(() -> parse(many))
                .hasMessageContaining("schema.max_types")
                .hasMessageContaining("102");
    }

    @Test
    void problemsSayWhereWhatAndWhatToDo() {
        assertThat(problems(field("\"int\""), "{\"type\":\"record\",\"name\":\"R\",\"fields\":[]}"))
                .singleElement()
                .asString()
                .startsWith("READER_FIELD_MISSING_DEFAULT_VALUE at /fields/0")
                .contains("the field 'x'")
                .contains("version 3 does not have it")
                .contains("give it a default value");
        assertThat(problems(field("\"int\""), field("\"string\"")))
                .singleElement()
                .asString()
                .contains("TYPE_MISMATCH at /fields/0/type")
                .contains("the new schema has int where version 3 has string");
        assertThat(problems(field("[\"null\",\"int\"]"), field("[\"null\",\"string\"]")))
                .singleElement()
                .asString()
                .contains("MISSING_UNION_BRANCH")
                .contains("string");
        assertThat(problems(
                        "{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\"]}",
                        "{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\",\"B\"]}"))
                .singleElement()
                .asString()
                .contains("MISSING_ENUM_SYMBOLS")
                .contains("[B]")
                .contains("give the enum a default");
        assertThat(problems(
                        "{\"type\":\"fixed\",\"name\":\"E\",\"size\":3}",
                        "{\"type\":\"fixed\",\"name\":\"E\",\"size\":4}"))
                .singleElement()
                .asString()
                .contains("FIXED_SIZE_MISMATCH")
                .contains("3")
                .contains("4");
        assertThat(problems(
                        "{\"type\":\"fixed\",\"name\":\"E\",\"size\":3}",
                        "{\"type\":\"fixed\",\"name\":\"D\",\"size\":3}"))
                .singleElement()
                .asString()
                .contains("NAME_MISMATCH")
                .contains("alias");
        assertThat(problems("\"long\"", "\"int\"")).isEmpty();
    }

    private List<String> problems(String reader, String writer) {
        return parse(reader).problemsReading(parse(writer), Roles.backward("version 3"));
    }

    private static String field(String type) {
        return "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"x\",\"type\":" + type + "}]}";
    }

    private ParsedSchema parse(String text) {
        return Bench.parse(language, Schema.AVRO, text);
    }

    private static Schema avro(String text) {
        return new Schema(Schema.AVRO, text, List.of());
    }
}
