package gossip.plugins.rest.data;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Broker;
import gossip.api.broker.Messages.PartitionRecords;
import gossip.api.broker.Messages.Read;
import gossip.api.broker.Records.OffsetSpec;
import gossip.api.broker.RequestContext;
import gossip.api.metadata.TopicImage;
import gossip.plugins.rest.http.ByteBudget;
import gossip.plugins.rest.http.Refusal;
import gossip.plugins.rest.http.Request;
import gossip.plugins.rest.route.Parameter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * What routes that read records share.
 *
 * @param broker who is asked
 * @param budget bytes that records on their way to clients may take
 */
record ReadScope(Broker broker, ByteBudget budget) {
    static final int MAX_RECORDS = 10_000;
    static final int DEFAULT_RECORDS = 500;
    static final int MAX_BYTES = 8 << 20;
    static final int DEFAULT_BYTES = 1 << 20;
    static final int MAX_WAIT_MS = 30_000;

    static final Parameter KEY_FORMAT =
            Parameter.text("key_format", "How keys are written: " + Format.WORDS + "; text when missing.");
    static final Parameter VALUE_FORMAT =
            Parameter.text("value_format", "How values are written: " + Format.WORDS + "; json when missing.");
    static final Parameter RECORDS =
            Parameter.number("max_records", "The most records, up to 10000; 500 when missing.");
    static final Parameter BYTES = Parameter.number(
            "max_bytes",
            "The most bytes of records, up to 8388608, but for a first that is larger; 1048576 when missing.");
    static final Parameter WAIT =
            Parameter.number("wait_ms", "How long to wait for a first record, up to 30000; 0 when missing.");
    static final Parameter ISOLATION = Parameter.text(
            "isolation",
            "read_committed (when missing) leaves out what transactions have not committed, or read_uncommitted.");

    static int records(Request request) {
        return request.number("max_records", 1, MAX_RECORDS).map(Long::intValue).orElse(DEFAULT_RECORDS);
    }

    static int bytes(Request request) {
        return request.number("max_bytes", 1, MAX_BYTES).map(Long::intValue).orElse(DEFAULT_BYTES);
    }

    static long waitMs(Request request) {
        return request.number("wait_ms", 0, MAX_WAIT_MS).orElse(0L);
    }

    static boolean committedOnly(Request request) {
        return request.word("isolation", List.of("read_committed", "read_uncommitted"))
                .equals("read_committed");
    }

    RecordJson json(Request request) {
        RequestContext context = request.context();
        return new RecordJson(
                Format.ofKeys(request),
                Format.ofValues(request),
                () -> broker.schemas(context).payloads());
    }

    TopicImage topic(String name) {
        return broker.cluster()
                .metadata()
                .topic(name)
                .orElseThrow(
                        () -> new BrokerException(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "there is no topic " + name));
    }

    static TopicPartition partition(Request request) {
        String text = request.segment(4);
        try {
            int number = Integer.parseInt(text);
            if (number >= 0) {
                return new TopicPartition(request.segment(2), number);
            }
        } catch (NumberFormatException e) {
            throw new Refusal(404, "a partition is a number, not " + text);
        }
        throw new Refusal(404, "a partition is a number from 0 on, not " + text);
    }

    static OffsetSpec spec(String word) {
        return word.equals("latest") ? new OffsetSpec.Latest() : new OffsetSpec.Earliest();
    }

    /** Bytes to take for records of that size, before they are read. */
    static long reservation(long maxBytes) {
        return Share.COPIES * maxBytes;
    }

    /** Takes what a read of so many bytes may take, or refuses. Less than a fetch brings is not read from the log. */
    Share share(long maxBytes, long waitMs) throws InterruptedException {
        long bytes = reservation(Math.max(maxBytes, DEFAULT_BYTES));
        take(bytes, waitMs);
        return new Share(budget, bytes);
    }

    /** Takes bytes of the budget, or refuses. */
    void take(long bytes, long waitMs) throws InterruptedException {
        if (!budget.take(bytes, TimeUnit.MILLISECONDS.toNanos(waitMs))) {
            throw new Refusal(
                    503,
                    "records on their way to all clients take " + budget.used() + " bytes, and may take"
                            + " rest.read_buffer_size = " + budget.capacity()
                            + "; try again, or ask for less (max_bytes)",
                    Map.of("retry-after", "1"));
        }
    }

    /** Reads, and gives up when the server stops. */
    List<PartitionRecords> read(RequestContext context, Read read) throws InterruptedException {
        CompletableFuture<List<PartitionRecords>> done = new CompletableFuture<>();
        var waiting = broker.messages().read(context, read, done::complete);
        try {
            return done.get();
        } catch (InterruptedException e) {
            waiting.cancel();
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the read failed", e.getCause());
        }
    }
}
