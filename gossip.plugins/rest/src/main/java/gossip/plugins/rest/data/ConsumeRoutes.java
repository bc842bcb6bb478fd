package gossip.plugins.rest.data;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Messages.PartitionRecords;
import gossip.api.broker.Messages.Read;
import gossip.api.broker.Messages.Source;
import gossip.api.broker.Messages.Start;
import gossip.api.broker.Records.OffsetSpec;
import gossip.api.record.StoredRecord;
import gossip.plugins.rest.http.Method;
import gossip.plugins.rest.http.Refusal;
import gossip.plugins.rest.http.Request;
import gossip.plugins.rest.http.Response;
import gossip.plugins.rest.route.Family;
import gossip.plugins.rest.route.Parameter;
import gossip.plugins.rest.route.Route;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads records of a partition, from an offset or a time on. */
final class ConsumeRoutes {
    private final ReadScope scope;

    private ConsumeRoutes(ReadScope scope) {
        this.scope = scope;
    }

    static List<Route> of(ReadScope scope) {
        ConsumeRoutes routes = new ConsumeRoutes(scope);
        return List.of(Route.of(
                        Method.GET,
                        "/v1/topics/{topic}/partitions/{partition}/records",
                        Family.BROKER,
                        "Reads records of a partition",
                        routes::read)
                .query(
                        Parameter.text("offset", "Where to begin: a number, earliest (when missing) or latest."),
                        Parameter.number("timestamp", "Where to begin, as a time in ms since 1970."),
                        ReadScope.RECORDS,
                        ReadScope.BYTES,
                        ReadScope.WAIT,
                        ReadScope.ISOLATION,
                        ReadScope.KEY_FORMAT,
                        ReadScope.VALUE_FORMAT));
    }

    private Response read(Request request) throws InterruptedException {
        TopicPartition partition = ReadScope.partition(request);
        RecordJson json = scope.json(request);
        int maxBytes = ReadScope.bytes(request);
        Read read = new Read(
                List.of(new Source(partition, start(request))),
                ReadScope.records(request),
                maxBytes,
                Duration.ofMillis(ReadScope.waitMs(request)),
                ReadScope.committedOnly(request));
        try (Share share = scope.share(maxBytes, ReadScope.waitMs(request))) {
            List<PartitionRecords> found = scope.read(request.context(), read);
            share.found(found);
            return share.untilTaken(request, answer(found.getFirst(), json));
        }
    }

    private static Response answer(PartitionRecords found, RecordJson json) {
        if (found.error() != ErrorCode.NONE && found.records().isEmpty()) {
            throw new BrokerException(
                    found.error(), found.message().isEmpty() ? found.error().name() : found.message());
        }
        return Bodies.answer(out -> {
            out.writeArrayFieldStart("records");
            for (StoredRecord record : found.records()) {
                json.write(out, found.partition(), record);
            }
            out.writeEndArray();
            out.writeNumberField("next_offset", found.nextOffset());
            out.writeNumberField("high_watermark", found.highWatermark());
            out.writeNumberField("log_start_offset", found.logStartOffset());
        });
    }

    static Start start(Request request) {
        Optional<Long> time = request.number("timestamp", 0, Long.MAX_VALUE);
        Optional<String> offset = request.parameter("offset");
        if (time.isPresent()) {
            if (offset.isPresent()) {
                throw Refusal.badRequest("a read begins at an offset or at a timestamp, not at both");
            }
            return new Start.Found(new OffsetSpec.AtTime(time.get()));
        }
        String word = offset.orElse("earliest");
        if (word.equals("earliest") || word.equals("latest")) {
            return new Start.Found(ReadScope.spec(word));
        }
        return new Start.At(request.number("offset", 0, Long.MAX_VALUE).orElseThrow());
    }
}
