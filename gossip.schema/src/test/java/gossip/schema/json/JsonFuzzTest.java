package gossip.schema.json;

import gossip.api.schema.Schema;
import gossip.schema.Bench;
import gossip.schema.Mutations;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class JsonFuzzTest {
    private static final List<String> SEEDS = List.of("""
        {"$schema":"http://json-schema.org/draft-07/schema#","$id":"http://acme.org/a.json","type":"object",\
        "properties":{"a":{"type":"integer","minimum":1},"b":{"$ref":"#/definitions/b"},"c":{"$ref":"#"},\
        "d":{"enum":["x",1,null]}},"required":["a"],"additionalProperties":false,\
        "definitions":{"b":{"type":"array","items":{"type":["string","null"],"pattern":"^[a-z]+$"},"maxItems":3}}}\
        """, """
        {"$schema":"https://json-schema.org/draft/2020-12/schema","oneOf":[{"type":"string"},{"$ref":"#/$defs/n"}],\
        "$defs":{"n":{"type":"number","multipleOf":2}},"prefixItems":[{"const":1}],"unevaluatedProperties":false}\
        """, """
        {"allOf":[{"properties":{"a":{"$ref":"#"}}},{"properties":{"a":{"$ref":"#"}}}],"not":{"type":"null"},\
        "if":{"required":["x"]},"then":{"minProperties":2},"patternProperties":{"^x":{"type":"string"}}}\
        """, "true", """
        {"$schema":"http://json-schema.org/draft-04/schema#","id":"x","properties":{"default":{"$ref":"#/properties/enum"},\
        "enum":{"type":"string"}},"maximum":5,"exclusiveMaximum":true}\
        """);
    private static final List<String> VALUES =
            List.of("{\"a\":1,\"b\":[\"x\"],\"c\":{\"a\":2}}", "\"x\"", "4", "{\"a\":{\"a\":{\"a\":{}}}}", "[1,2]");

    private final JsonLanguage language = new JsonLanguage(Bench.LIMITS);

    @Property(tries = 1000)
    void mutatedSchemasAreReadOrRefused(@ForAll Random random) {
        String seed = SEEDS.get(random.nextInt(SEEDS.size()));
        Bench.tryEverything(language, Schema.JSON, Mutations.of(seed, random), value(random));
    }

    @Property(tries = 500)
    void anyTextIsReadOrRefused(@ForAll String text, @ForAll byte[] payload) {
        Bench.tryEverything(language, Schema.JSON, text, payload);
    }

    @Property(tries = 500)
    void mutatedPayloadsAreAllowedOrRefused(@ForAll Random random) {
        Bench.tryEverything(language, Schema.JSON, SEEDS.get(random.nextInt(SEEDS.size())), value(random));
    }

    private static byte[] value(Random random) {
        return Mutations.of(VALUES.get(random.nextInt(VALUES.size())), random).getBytes(StandardCharsets.UTF_8);
    }
}
