package gossip.plugins.rest.data;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Messages.PartitionRecords;
import gossip.api.broker.Messages.Read;
import gossip.api.broker.Messages.Source;
import gossip.api.broker.Messages.Start;
import gossip.api.broker.Records;
import gossip.api.broker.Records.Fetch;
import gossip.api.broker.Records.FetchPartition;
import gossip.api.broker.Records.Fetched;
import gossip.api.broker.RequestContext;
import gossip.api.record.StoredRecord;
import gossip.plugins.rest.http.Method;
import gossip.plugins.rest.http.Refusal;
import gossip.plugins.rest.http.Request;
import gossip.plugins.rest.http.Response;
import gossip.plugins.rest.http.Response.Outlet;
import gossip.plugins.rest.json.Json;
import gossip.plugins.rest.route.Family;
import gossip.plugins.rest.route.Parameter;
import gossip.plugins.rest.route.Route;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Sends the records of a topic as they come, as server-sent events or over a web socket. While a tail waits for records it holds
 * no memory but its own; before it reads some it takes their bytes of the budget of all, and gives them back once the client
 * has taken them.
 */
final class TailRoutes {
    private static final int PIECE_BYTES = 16 << 10;
    private static final int PIECE_RECORDS = 200;
    private static final int BEAT_MS = 15_000;
    private static final int MOST_PARTITIONS = 1_000;
    private static final long BUDGET_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final ReadScope scope;

    private TailRoutes(ReadScope scope) {
        this.scope = scope;
    }

    static List<Route> of(ReadScope scope) {
        TailRoutes routes = new TailRoutes(scope);
        return List.of(Route.of(
                        Method.GET,
                        "/v1/topics/{topic}/tail",
                        Family.BROKER,
                        "Sends records as they come, as server-sent events or over a web socket",
                        routes::tail)
                .query(
                        Parameter.text(
                                "offset",
                                "Where to begin: latest (when missing), earliest or, with partition, a number."),
                        Parameter.number("timestamp", "Where to begin, as a time in ms since 1970."),
                        Parameter.number("partition", "Only this one."),
                        ReadScope.ISOLATION,
                        ReadScope.KEY_FORMAT,
                        ReadScope.VALUE_FORMAT));
    }

    private Response tail(Request request) throws InterruptedException {
        String topic = request.segment(2);
        boolean isSocket = request.head()
                .header("upgrade")
                .map(name -> name.toLowerCase(Locale.ROOT).equals("websocket"))
                .orElse(false);
        if (isSocket) {
            checkOrigin(request);
        }
        List<Integer> partitions = partitions(request, topic);
        Start start = request.parameter("offset").isEmpty()
                        && request.parameter("timestamp").isEmpty()
                ? new Start.Found(ReadScope.spec("latest"))
                : ConsumeRoutes.start(request);
        if (start instanceof Start.At && request.parameter("partition").isEmpty()) {
            throw Refusal.badRequest("an offset is a number only together with a partition");
        }
        Tail tail = new Tail(
                request.context(),
                topic,
                partitions,
                start,
                ReadScope.committedOnly(request),
                scope.json(request),
                isSocket);
        // what the client may not see, or is not there, is told as an ordinary answer
        tail.locate();
        return new Response.Live(
                isSocket ? Response.Protocol.WEBSOCKET : Response.Protocol.EVENTS, tail::run, Map.of());
    }

    /** Browsers let any page open web sockets anywhere, with no preflight: who asks has to be looked at here. */
    private static void checkOrigin(Request request) {
        Optional<String> origin = request.head().header("origin");
        String host = request.head().header("host").orElse("");
        if (origin.isPresent() && !origin.get().replaceFirst("^https?://", "").equalsIgnoreCase(host)) {
            throw new Refusal(403, "pages of " + origin.get() + " may not open web sockets here");
        }
    }

    private List<Integer> partitions(Request request, String topic) {
        Optional<Long> one = request.number("partition", 0, Integer.MAX_VALUE);
        if (one.isPresent()) {
            return List.of(one.get().intValue());
        }
        int count = scope.topic(topic).partitionCount();
        if (count > MOST_PARTITIONS) {
            throw Refusal.badRequest("the topic has " + count + " partitions; a tail follows at most " + MOST_PARTITIONS
                    + ", so choose one with partition");
        }
        return IntStream.range(0, count).boxed().toList();
    }

    /** One tail. Used by one thread at a time. */
    private final class Tail {
        private final RequestContext context;
        private final boolean committedOnly;
        private final RecordJson json;
        private final boolean isSocket;
        private final Start start;
        private final Map<TopicPartition, Long> next = new LinkedHashMap<>();
        private volatile Records.Waiting waiting = () -> {};
        private long pieceBytes = PIECE_BYTES;
        private String reason = "the client is gone";

        private Tail(
                RequestContext context,
                String topic,
                List<Integer> partitions,
                Start start,
                boolean committedOnly,
                RecordJson json,
                boolean isSocket) {
            this.context = context;
            this.committedOnly = committedOnly;
            this.json = json;
            this.isSocket = isSocket;
            this.start = start;
            partitions.forEach(partition -> next.put(new TopicPartition(topic, partition), -1L));
        }

        /** Finds out where to begin, without reading a record: the offset of the first that would be read is that of none. */
        private void locate() throws InterruptedException {
            List<Source> sources = new ArrayList<>();
            next.keySet().forEach(partition -> sources.add(new Source(partition, start)));
            long taken = ReadScope.reservation(PIECE_BYTES);
            scope.take(taken, TimeUnit.SECONDS.toMillis(5));
            try (Share share = new Share(scope.budget(), taken)) {
                List<PartitionRecords> firsts =
                        scope.read(context, new Read(sources, 1, 1, Duration.ZERO, committedOnly));
                share.found(firsts);
                for (PartitionRecords found : firsts) {
                    if (found.error() != ErrorCode.NONE) {
                        throw new BrokerException(
                                found.error(),
                                found.message().isEmpty() ? found.error().name() : found.message());
                    }
                    long first = found.records().isEmpty()
                            ? found.nextOffset()
                            : found.records().getFirst().offset();
                    next.put(found.partition(), first);
                }
            }
        }

        private String run(Outlet outlet) throws InterruptedException {
            outlet.onGone(() -> waiting.cancel());
            boolean isOpen = outlet.beat();
            while (isOpen && outlet.isOpen()) {
                isOpen = awaitRecords() ? sendRecords(outlet) : outlet.beat();
            }
            return reason;
        }

        /** Waits for records without holding any of them. */
        private boolean awaitRecords() throws InterruptedException {
            List<FetchPartition> partitions = new ArrayList<>();
            next.forEach((partition, offset) -> partitions.add(new FetchPartition(partition, -1, offset, -1, 1)));
            CompletableFuture<Long> size = new CompletableFuture<>();
            waiting = scope.broker()
                    .records()
                    .fetch(
                            context,
                            new Fetch(partitions, BEAT_MS, 1, 1, committedOnly),
                            fetched -> size.complete(release(fetched)));
            try {
                long bytes = size.get();
                pieceBytes = Math.max(PIECE_BYTES, bytes);
                return bytes > 0;
            } catch (InterruptedException e) {
                waiting.cancel();
                throw e;
            } catch (ExecutionException e) {
                throw new IllegalStateException("the fetch failed", e.getCause());
            }
        }

        /** Size of what was found; an error counts as something, to be told by the read that follows. */
        private static long release(List<Fetched> fetched) {
            long bytes = 0;
            for (Fetched one : fetched) {
                bytes += one.error() == ErrorCode.NONE ? one.records().sizeBytes() : 1;
                one.records().close();
            }
            return bytes;
        }

        private boolean sendRecords(Outlet outlet) throws InterruptedException {
            long taken = ReadScope.reservation(pieceBytes);
            if (!scope.budget().take(taken, BUDGET_TIMEOUT_NANOS)) {
                reason = "records on their way to other clients leave no room (rest.read_buffer_size)";
                return false;
            }
            try (Share share = new Share(scope.budget(), taken)) {
                List<Source> sources = new ArrayList<>();
                next.forEach((partition, offset) -> sources.add(new Source(partition, new Start.At(offset))));
                List<PartitionRecords> found = scope.read(
                        context, new Read(sources, PIECE_RECORDS, PIECE_BYTES, Duration.ZERO, committedOnly));
                share.found(found);
                boolean isOpen = true;
                for (PartitionRecords records : found) {
                    isOpen = isOpen && send(outlet, records);
                }
                return isOpen;
            }
        }

        private boolean send(Outlet outlet, PartitionRecords found) throws InterruptedException {
            if (found.nextOffset() >= 0) {
                next.put(found.partition(), found.nextOffset());
            }
            if (found.error() != ErrorCode.NONE) {
                reason = found.error().name();
                return outlet.send(error(found)) && found.nextOffset() >= 0;
            }
            ByteArrayOutputStream piece = new ByteArrayOutputStream();
            for (StoredRecord record : found.records()) {
                byte[] bytes = Json.bytes(out -> json.write(out, found.partition(), record));
                if (isSocket) {
                    if (!outlet.send(bytes)) {
                        return false;
                    }
                } else {
                    event(piece, found.partition(), record, bytes);
                }
            }
            return piece.size() == 0 || outlet.send(piece.toByteArray());
        }

        private static void event(
                ByteArrayOutputStream piece, TopicPartition partition, StoredRecord record, byte[] json) {
            piece.writeBytes(("id: " + partition.partition() + ":" + record.offset() + "\ndata: ")
                    .getBytes(StandardCharsets.US_ASCII));
            // values are written as they are, and a line break in them would end the line of the event
            for (byte letter : json) {
                if (letter == '\n' || letter == '\r') {
                    piece.write(' ');
                } else {
                    piece.write(letter);
                }
            }
            piece.writeBytes("\n\n".getBytes(StandardCharsets.US_ASCII));
        }

        private byte[] error(PartitionRecords found) {
            byte[] problem = Json.bytes(out -> {
                out.writeStartObject();
                out.writeStringField("code", found.error().name());
                out.writeStringField("detail", found.message());
                out.writeNumberField("partition", found.partition().partition());
                out.writeEndObject();
            });
            if (isSocket) {
                return problem;
            }
            ByteArrayOutputStream event = new ByteArrayOutputStream();
            event.writeBytes("event: error\ndata: ".getBytes(StandardCharsets.US_ASCII));
            event.writeBytes(problem);
            event.writeBytes("\n\n".getBytes(StandardCharsets.US_ASCII));
            return event.toByteArray();
        }
    }
}
