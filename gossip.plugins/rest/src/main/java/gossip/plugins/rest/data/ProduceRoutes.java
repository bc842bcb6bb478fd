package gossip.plugins.rest.data;

import gossip.api.Acks;
import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.broker.Broker;
import gossip.api.broker.Messages.Message;
import gossip.api.broker.Messages.Send;
import gossip.api.broker.Messages.Sent;
import gossip.api.record.CompressionType;
import gossip.plugins.rest.Problems;
import gossip.plugins.rest.Waiting;
import gossip.plugins.rest.http.Method;
import gossip.plugins.rest.http.Refusal;
import gossip.plugins.rest.http.Request;
import gossip.plugins.rest.http.Response;
import gossip.plugins.rest.route.Family;
import gossip.plugins.rest.route.Parameter;
import gossip.plugins.rest.route.Route;
import java.util.List;
import java.util.Locale;

/** Appends records. */
final class ProduceRoutes {
    private static final int DEFAULT_TIMEOUT_MS = 30_000;
    private static final String EXAMPLE =
            "{\"records\":[{\"key\":\"anna\",\"value\":{\"event\":\"login\"}},{\"value\":1,\"partition\":0}]}";

    private final Broker broker;
    private final int maxRecords;

    private ProduceRoutes(Broker broker, int maxRecords) {
        this.broker = broker;
        this.maxRecords = maxRecords;
    }

    static List<Route> of(Broker broker, int maxRecords) {
        ProduceRoutes routes = new ProduceRoutes(broker, maxRecords);
        return List.of(Route.of(
                        Method.POST, "/v1/topics/{topic}/records", Family.BROKER, "Appends records", routes::append)
                .query(
                        Parameter.text("key_format", "How keys are written: " + Format.WORDS + "; text when missing."),
                        Parameter.text(
                                "value_format", "How values are written: " + Format.WORDS + "; json when missing."),
                        Parameter.number("key_schema_id", "Which schema, with key_format=schema."),
                        Parameter.number("value_schema_id", "Which schema, with value_format=schema."),
                        Parameter.text(
                                "key_subject", "Whose newest schema, where no id is given; {topic}-key when missing."),
                        Parameter.text(
                                "value_subject",
                                "Whose newest schema, where no id is given; {topic}-value when missing."),
                        Parameter.text("key_message", "Full name of the Protobuf message; the first when missing."),
                        Parameter.text("value_message", "Full name of the Protobuf message; the first when missing."),
                        Parameter.text("acks", "When to answer: all (when missing), leader or none."),
                        Parameter.text("compression", "How batches are compressed: none, gzip, snappy, lz4 or zstd."),
                        Parameter.number("timeout_ms", "How long to wait for replicas; 30000 when missing."))
                .body(EXAMPLE));
    }

    private Response append(Request request) throws InterruptedException {
        List<Message> messages =
                NewRecords.read(Bodies.json(request), maxRecords, () -> broker.schemas(request.context()));
        if (messages.isEmpty()) {
            throw new Refusal(422, "there are no records");
        }
        Acks acks = Acks.valueOf(
                request.word("acks", List.of("all", "leader", "none")).toUpperCase(Locale.ROOT));
        CompressionType compression =
                CompressionType.valueOf(request.word("compression", List.of("none", "gzip", "snappy", "lz4", "zstd"))
                        .toUpperCase(Locale.ROOT));
        int timeoutMs =
                request.number("timeout_ms", 1, 600_000).map(Long::intValue).orElse(DEFAULT_TIMEOUT_MS);
        List<Sent> sent =
                Waiting.of(broker.messages().send(request.context(), new Send(messages, acks, compression, timeoutMs)));
        return answer(sent);
    }

    /** All appended: 200; none: the status of the first error; some: 207, so that nobody overlooks it. */
    private static Response answer(List<Sent> sent) {
        long failed = sent.stream().filter(one -> one.error() != ErrorCode.NONE).count();
        Sent first = sent.stream()
                .filter(one -> one.error() != ErrorCode.NONE)
                .findFirst()
                .orElse(sent.getFirst());
        if (failed == sent.size()) {
            throw new BrokerException(
                    first.error(), first.message().isEmpty() ? first.error().name() : first.message());
        }
        return Bodies.answer(failed == 0 ? 200 : 207, out -> {
            out.writeArrayFieldStart("results");
            for (Sent one : sent) {
                out.writeStartObject();
                out.writeNumberField("partition", one.partition());
                if (one.error() == ErrorCode.NONE) {
                    out.writeNumberField("offset", one.offset());
                } else {
                    out.writeNumberField("status", Problems.status(one.error()));
                    out.writeStringField("code", one.error().name());
                    out.writeStringField("detail", one.message());
                }
                out.writeEndObject();
            }
            out.writeEndArray();
        });
    }
}
