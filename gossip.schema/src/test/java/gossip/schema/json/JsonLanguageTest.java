package gossip.schema.json;

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
import org.junit.jupiter.params.provider.ValueSource;

class JsonLanguageTest {
    private final JsonLanguage language = new JsonLanguage(Bench.LIMITS);

    @Test
    void whiteSpaceMakesNoDifferenceAndOrderNoneWhenNormalized() {
        assertThat(parse(" { \"type\" : \"object\" } ").canonical()).isEqualTo("{\"type\":\"object\"}");
        assertThat(parse("{\"type\":\"string\",\"maxLength\":2}").normalized())
                .isEqualTo(parse("{\"maxLength\":2,\"type\":\"string\"}").normalized());
    }

    @Test
    void valuesAreValidated() {
        PayloadFormat format = parse(
                        "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"}},\"required\":[\"a\"]}")
                .payloads();

        assertThat(Bench.text(format.fromJson(Bench.utf8("{\"a\": 1}"), ""))).isEqualTo("{\"a\": 1}");
        assertThat(Bench.text(format.toJson(Bench.utf8("{\"a\": 1}")))).isEqualTo("{\"a\": 1}");
        assertThatThrownBy(() -> format.check(Bench.utf8("{\"a\":\"x\"}")))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("/a");
        assertThatThrownBy(() -> format.check(Bench.utf8("{}"))).hasMessageContaining("'a'");
        assertThatThrownBy(() -> format.check(Bench.utf8("{"))).hasMessageContaining("not valid JSON");
    }

    @Test
    void referencesLeadToOtherSchemas() {
        ParsedSchema schema = language.parse(
                new SchemaSource(
                        json(
                                "{\"$id\":\"http://acme.org/root.json\",\"properties\":{\"a\":{\"$ref\":\"address.json#/definitions/zip\"},"
                                    + "\"b\":{\"$ref\":\"http://acme.org/other.json\"},\"c\":{\"$ref\":\"other.json#name\"}}}"),
                        List.of(
                                new SchemaSource.Dependency(
                                        "address.json",
                                        json(
                                                "{\"definitions\":{\"zip\":{\"$ref\":\"#/definitions/s\"},\"s\":{\"type\":\"string\"}}}")),
                                new SchemaSource.Dependency(
                                        "o",
                                        json(
                                                "{\"$id\":\"http://acme.org/other.json\",\"type\":\"number\",\"definitions\":{\"n\":{\"$id\":\"#name\",\"type\":\"null\"}}}")))));

        schema.payloads().check(Bench.utf8("{\"a\":\"x\",\"b\":1,\"c\":null}"));
        for (String wrong : List.of("{\"a\":1}", "{\"b\":\"x\"}", "{\"c\":1}")) {
            assertThatThrownBy(() -> schema.payloads().check(Bench.utf8(wrong))).isInstanceOf(SchemaException.class);
        }
        assertThat(schema.form("resolved").isSelfContained()).isTrue();
        parse(schema.form("resolved").text()).payloads().check(Bench.utf8("{\"a\":\"x\"}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:1/x.json",
                "file:///etc/passwd",
                "other.json",
                "#/definitions/none",
                "#none",
                "https://json.schemastore.org/package.json",
                "#/properties/a/$ref",
                "classpath:x",
                "#/%zz"
            })
    void nothingIsFetched(String reference) {
        assertThatThrownBy(() -> parse("{\"properties\":{\"a\":{\"$ref\":\"" + reference + "\"}}}"))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("leads nowhere");
    }

    @Test
    void schemaOfSchemasCanBeReferredTo() {
        parse("{\"$ref\":\"http://json-schema.org/draft-07/schema#\"}")
                .payloads()
                .check(Bench.utf8("{\"type\":\"string\"}"));
    }

    @Test
    void propertiesMayBeCalledLikeKeywords() {
        PayloadFormat format = parse(
                        "{\"properties\":{\"default\":{\"$ref\":\"#/properties/enum\"},\"enum\":{\"type\":\"string\"},"
                            + "\"$ref\":{\"type\":\"string\"},\"properties\":{\"type\":\"string\"},\"allOf\":{\"type\":\"string\"}}}")
                .payloads();

        format.check(
                Bench.utf8("{\"default\":\"x\",\"enum\":\"x\",\"$ref\":\"x\",\"properties\":\"x\",\"allOf\":\"x\"}"));
        assertThatThrownBy(() -> format.check(Bench.utf8("{\"default\":1}"))).isInstanceOf(SchemaException.class);
        assertThatThrownBy(() -> format.check(Bench.utf8("{\"properties\":1}"))).isInstanceOf(SchemaException.class);
    }

    @Test
    void circlesAreRefused() {
        for (String circle : List.of(
                "{\"$ref\":\"#\"}",
                "{\"allOf\":[{\"$ref\":\"#\"}]}",
                "{\"$ref\":\"#/definitions/a\",\"definitions\":{\"a\":{\"$ref\":\"#/definitions/b\"},\"b\":{\"anyOf\":[{\"$ref\":\"#/definitions/a\"}]}}}")) {
            assertThatThrownBy(() -> parse(circle))
                    .isInstanceOf(SchemaException.class)
                    .hasMessageContaining("circle");
        }
        parse("{\"properties\":{\"a\":{\"$ref\":\"#\"}}}").payloads().check(Bench.utf8("{\"a\":{\"a\":{}}}"));
    }

    @Test
    void schemasThatLookExponentiallyOftenAreStopped() {
        PayloadFormat format = parse(
                        "{\"allOf\":[{\"properties\":{\"a\":{\"$ref\":\"#\"}}},{\"properties\":{\"a\":{\"$ref\":\"#\"}}}]}")
                .payloads();
        String deep = "{\"a\":".repeat(40) + "1" + "}".repeat(40);

        assertThatThrownBy(() -> format.check(Bench.utf8(deep))).hasMessageContaining("steps to validate");

        String doubling = IntStream.range(0, 40)
                .mapToObj(i -> "\"d" + i + "\":{\"allOf\":[{\"$ref\":\"#/definitions/d" + (i + 1)
                        + "\"},{\"$ref\":\"#/definitions/d" + (i + 1) + "\"}]}")
                .collect(Collectors.joining(",", "{\"$ref\":\"#/definitions/d0\",\"definitions\":{", ",\"d40\":{}}}"));
        assertThatThrownBy(() -> parse(doubling).payloads().check(Bench.utf8("1")))
                .isInstanceOf(SchemaException.class);
    }

    @Test
    void costlyRegularExpressionsAreCheapOrRefused() {
        String text = "\"" + "a".repeat(30_000) + "b\"";
        assertThatThrownBy(() -> parse("{\"pattern\":\"^(a+)+$\"}").payloads().check(Bench.utf8(text)))
                .isInstanceOf(SchemaException.class);
        assertThatThrownBy(() -> parse("{\"pattern\":\"(?=a)b\"}")).hasMessageContaining("RE2");
        assertThatThrownBy(() -> parse("{\"pattern\":\"((a{1000}){1000}){1000}\"}"))
                .hasMessageContaining("written out");
        assertThatThrownBy(() -> parse("{\"patternProperties\":{\"^([a-z]{1,900}\\\\d{900}){2,90}$\":{}}}"))
                .hasMessageContaining("written out");
        parse("{\"pattern\":\"^[a-z\\\\]]{1,900}(x{3}|\\\\(){2,}{$\"}");
        parse("{\"pattern\":\"^\\\\u0041\\\\d+$\"}").payloads().check(Bench.utf8("\"A12\""));
    }

    @Test
    void limitsAreNamed() {
        assertThatThrownBy(() -> parse("{\"not\":".repeat(60) + "{}" + "}".repeat(60)))
                .hasMessageContaining("schema.max_depth");
        assertThatThrownBy(() -> parse("{\"anyOf\":[" + "{},".repeat(20) + "{}]}"))
                .hasMessageContaining("schema.max_branches");
        assertThatThrownBy(() -> parse("{\"type\":\"nonsense\"}")).hasMessageContaining("not valid");
        assertThatThrownBy(() -> parse("{\"$schema\":\"http://acme.org/s\"}")).hasMessageContaining("known are");
        assertThatThrownBy(() -> parse("[]")).hasMessageContaining("neither an object");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"type\":\"number\"} | {\"type\":\"integer\"} | ``",
                "{\"type\":\"integer\"} | {\"type\":\"number\"} | TYPE_NARROWED at /type",
                "{\"type\":[\"string\",\"null\"]} | {\"type\":\"string\"} | ``",
                "{\"type\":\"string\"} | {\"type\":[\"string\",\"null\"]} | TYPE_NARROWED",
                "{\"type\":\"string\"} | {} | TYPE_NARROWED",
                "{} | {\"type\":\"string\"} | ``",
                "true | {\"type\":\"string\"} | ``",
                "false | {\"type\":\"string\"} | FALSE_SCHEMA",
                "{\"type\":\"string\",\"maxLength\":5} | {\"type\":\"string\",\"maxLength\":6} | UPPER_BOUND_NARROWED"
                        + " at /maxLength",
                "{\"type\":\"string\",\"maxLength\":7} | {\"type\":\"string\",\"maxLength\":6} | ``",
                "{\"type\":\"number\",\"minimum\":1} | {\"type\":\"number\"} | LOWER_BOUND_NARROWED",
                "{\"type\":\"number\",\"multipleOf\":2} | {\"type\":\"number\",\"multipleOf\":4} | ``",
                "{\"type\":\"number\",\"multipleOf\":4} | {\"type\":\"number\",\"multipleOf\":2} | MULTIPLE_OF_CHANGED",
                "{\"type\":\"string\",\"pattern\":\"a\"} | {\"type\":\"string\"} | PATTERN_CHANGED",
                "{\"enum\":[1,2,3]} | {\"enum\":[1,2]} | ``",
                "{\"enum\":[1,2]} | {\"enum\":[1,2,3]} | ENUM_ARRAY_NARROWED",
                "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}} | {\"type\":\"object\"} |"
                        + " PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL at /properties/a",
                "{\"type\":\"object\",\"properties\":{\"a\":{}}} | {\"type\":\"object\"} | ``",
                "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}},\"additionalProperties\":false} |"
                        + " {\"type\":\"object\",\"additionalProperties\":false} | ``",
                "{\"type\":\"object\",\"additionalProperties\":false} |"
                        + " {\"type\":\"object\",\"properties\":{\"a\":{}},\"additionalProperties\":false} |"
                        + " PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL at /properties/a",
                "{\"type\":\"object\"} | {\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}} | ``",
                "{\"type\":\"object\",\"additionalProperties\":false} | {\"type\":\"object\"} |"
                        + " ADDITIONAL_PROPERTIES_REMOVED",
                "{\"type\":\"object\",\"required\":[\"a\"]} | {\"type\":\"object\"} | REQUIRED_ATTRIBUTE_ADDED",
                "{\"type\":\"object\",\"required\":[\"a\"],\"properties\":{\"a\":{\"default\":1}}} |"
                        + " {\"type\":\"object\"} | ``",
                "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}} |"
                        + " {\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"number\"}}} | TYPE_NARROWED at"
                        + " /properties/a/type",
                "{\"type\":\"array\",\"items\":{\"type\":\"string\"}} |"
                        + " {\"type\":\"array\",\"items\":{\"type\":\"number\"}} | TYPE_NARROWED at /items/type",
                "{\"type\":\"array\",\"uniqueItems\":true} | {\"type\":\"array\"} | UNIQUE_ITEMS_ADDED",
                "{\"oneOf\":[{\"type\":\"string\"},{\"type\":\"null\"}]} | {\"type\":\"string\"} | ``",
                "{\"oneOf\":[{\"type\":\"string\"},{\"type\":\"null\"}]} | {\"oneOf\":[{\"type\":\"string\"}]} | ``",
                "{\"oneOf\":[{\"type\":\"string\"}]} | {\"oneOf\":[{\"type\":\"string\"},{\"type\":\"null\"}]} |"
                        + " COMBINED_TYPE_NARROWED",
                "{\"allOf\":[{\"type\":\"string\"}]} | {\"allOf\":[{\"type\":\"string\"},{\"maxLength\":1}]} | ``",
                "{\"not\":{\"type\":\"null\"}} | {} | KEYWORD_CHANGED at /not",
                "{\"$ref\":\"#/definitions/a\",\"definitions\":{\"a\":{\"type\":\"string\"}}} | {\"type\":\"string\"}"
                        + " | ``",
                "{\"properties\":{\"a\":{\"$ref\":\"#\"},\"b\":{\"type\":\"string\"}}} |"
                        + " {\"properties\":{\"a\":{\"$ref\":\"#\"},\"b\":{\"type\":\"string\"}}} | ``",
                "{\"properties\":{\"a\":{\"$ref\":\"#\"},\"b\":{\"type\":\"string\"}}} |"
                        + " {\"properties\":{\"a\":{\"$ref\":\"#\"},\"b\":{\"type\":\"number\"}}} | TYPE_NARROWED at"
                        + " /properties/b/type",
            })
    void problemsAreFound(String reader, String writer, String expected) {
        List<String> problems = parse(reader).problemsReading(parse(writer), Roles.backward("version 3"));

        if (expected == null || expected.isEmpty()) {
            assertThat(problems).isEmpty();
        } else {
            assertThat(problems).isNotEmpty();
            assertThat(problems.getFirst()).startsWith(expected);
            assertThat(String.join(" ", problems)).contains("the new schema").contains(";");
        }
    }

    private ParsedSchema parse(String text) {
        return Bench.parse(language, Schema.JSON, text);
    }

    private static Schema json(String text) {
        return new Schema(Schema.JSON, text, List.of());
    }
}
