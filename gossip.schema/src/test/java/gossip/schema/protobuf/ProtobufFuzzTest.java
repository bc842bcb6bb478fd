package gossip.schema.protobuf;

import gossip.api.schema.Schema;
import gossip.schema.Bench;
import gossip.schema.Mutations;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ProtobufFuzzTest {
    private static final List<String> SEEDS = List.of("""
        syntax = "proto3";
        package acme;
        import "google/protobuf/timestamp.proto";
        option java_package = "org.acme";
        // An order.
        message Order {
          reserved 20, 30 to 40, "old";
          string id = 1;
          optional int32 count = 2 [deprecated = true, json_name = "n"];
          oneof how { string card = 3; Order again = 4; }
          map<string, Line> lines = 5;
          repeated State states = 6 [packed = true];
          google.protobuf.Timestamp at = 7;
          message Line { bytes raw = 1; double price = 2; }
        }
        enum State { NEW = 0; DONE = 1; }
        service Orders { rpc Get (Order) returns (stream Order); }
        """, """
        message Old { required int32 a = 1 [default = 5]; optional string b = 2 [default = "x"]; extensions 100 to 199; }
        extend Old { optional int32 c = 100; }
        """);

    private final ProtobufLanguage language = new ProtobufLanguage(Bench.LIMITS);

    @Property(tries = 1500)
    void mutatedSchemasAreReadOrRefused(@ForAll Random random, @ForAll byte[] payload) {
        String seed = SEEDS.get(random.nextInt(SEEDS.size()));
        Bench.tryEverything(language, Schema.PROTOBUF, Mutations.of(seed, random), payload);
    }

    @Property(tries = 500)
    void anyTextIsReadOrRefused(@ForAll String text, @ForAll byte[] payload) {
        Bench.tryEverything(language, Schema.PROTOBUF, text, payload);
    }

    @Property(tries = 1000)
    void anyPayloadIsReadOrRefused(@ForAll Random random, @ForAll byte[] payload) {
        Bench.tryEverything(language, Schema.PROTOBUF, SEEDS.get(random.nextInt(SEEDS.size())), payload);
    }
}
