package gossip.schema.avro;

import gossip.api.schema.Schema;
import gossip.schema.Bench;
import gossip.schema.Mutations;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class AvroFuzzTest {
    private static final List<String> SEEDS = List.of(
            """
            {"type":"record","name":"R","namespace":"acme","doc":"d","aliases":["Q"],"fields":[\
            {"name":"a","type":"int","default":1},{"name":"b","type":["null","string"],"default":null},\
            {"name":"c","type":{"type":"array","items":"R"},"default":[]},\
            {"name":"d","type":{"type":"map","values":"double"}},\
            {"name":"e","type":{"type":"enum","name":"E","symbols":["X","Y"],"default":"X"}},\
            {"name":"f","type":{"type":"fixed","name":"F","size":4}},\
            {"name":"g","type":{"type":"bytes","logicalType":"decimal","precision":4,"scale":2}}]}\
            """, "[\"null\",\"string\",{\"type\":\"array\",\"items\":[\"int\",\"long\"]}]", "\"string\"", """
            {"type":"record","name":"L","fields":[{"name":"next","type":["null","L"]}]}\
            """, """
            [{"type":"record","name":"A","fields":[]},{"type":"record","name":"B","fields":[{"name":"a","type":"A"}]}]\
            """);

    private final AvroLanguage language = new AvroLanguage(Bench.LIMITS);

    @Property(tries = 2000)
    void mutatedSchemasAreReadOrRefused(@ForAll Random random, @ForAll byte[] payload) {
        String seed = SEEDS.get(random.nextInt(SEEDS.size()));
        Bench.tryEverything(language, Schema.AVRO, Mutations.of(seed, random), payload);
    }

    @Property(tries = 500)
    void anyTextIsReadOrRefused(@ForAll String text, @ForAll byte[] payload) {
        Bench.tryEverything(language, Schema.AVRO, text, payload);
    }

    @Property(tries = 1000)
    void anyPayloadIsReadOrRefused(@ForAll Random random, @ForAll byte[] payload) {
        Bench.tryEverything(language, Schema.AVRO, SEEDS.get(random.nextInt(SEEDS.size())), payload);
    }
}
