package gossip.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.Acks;
import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Records.PartitionBatches;
import gossip.api.broker.Records.Produce;
import gossip.api.broker.Records.Produced;
import gossip.api.broker.Records.ProducerIdentity;
import gossip.api.broker.Records.ProducerTransaction;
import gossip.api.broker.Records.TransactionSupport;
import gossip.api.broker.RequestContext;
import gossip.api.record.RecordBatchBuilder;
import gossip.api.record.TransactionMarker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the broker itself writes is not kept out by clients that wait for it. */
class RoomsTest {
    private static final TopicPartition T = new TopicPartition("t", 0);
    private static final String OFFSETS = "__consumer_offsets";

    private final World world = new World();

    @AfterEach
    void stop() throws IOException {
        world.close();
    }

    private CompletableFuture<List<Produced>> send(RequestContext context, Produce command) {
        CompletableFuture<List<Produced>> answer = new CompletableFuture<>();
        assertThat(world.records.produce(context, command, answer::complete)).isTrue();
        return answer;
    }

    private static Produce plain(String topic) {
        return new Produce(
                List.of(new PartitionBatches(new TopicPartition(topic, 0), World.batch("v"))), Acks.ALL, 1000);
    }

    private static Produce inTransaction() {
        ByteBuffer batch =
                World.build(new RecordBatchBuilder().producer(40, (short) 0, 0).transactional(), "v");
        return new Produce(
                List.of(new PartitionBatches(T, batch)),
                Acks.ALL,
                1000,
                Optional.of(new ProducerTransaction("x", TransactionSupport.IMPLICIT)));
    }

    @Test
    void coordinatorWritesWhileAllRoomWaitsForItsAnswer() throws IOException {
        world.with(PipelineSettings.MAX_INFLIGHT_REQUESTS, 1)
                .topic("t")
                .topic(OFFSETS)
                .start();
        CompletableFuture<ErrorCode> coordinator = new CompletableFuture<>();
        world.records.transactions().verifyWith((context, transaction, producer, partition) -> coordinator);
        CompletableFuture<List<Produced>> waiting = send(World.CLIENT, inTransaction());
        assertThat(world.records.produce(World.CLIENT, plain("t"), results -> {}))
                .isFalse();

        CompletableFuture<List<Produced>> state = send(RequestContext.INTERNAL, plain(OFFSETS));
        assertThat(World.await(state).getFirst().error()).isEqualTo(ErrorCode.NONE);
        Map<TopicPartition, ErrorCode> marked = World.await(world.records
                .transactions()
                .mark(new ProducerIdentity(41, (short) 0), new TransactionMarker(true, 1), Set.of(T), () -> true)
                .toCompletableFuture());
        assertThat(marked).containsEntry(T, ErrorCode.NONE);

        coordinator.complete(ErrorCode.NONE);
        assertThat(World.await(waiting).getFirst().error()).isEqualTo(ErrorCode.NONE);
    }

    @Test
    void coordinatorWaitsForItsOwnRoom() throws IOException {
        world.topic(OFFSETS).start();
        world.wal.shut();
        while (world.records.produce(RequestContext.INTERNAL, plain(OFFSETS), results -> {})) {
            // until its room is full
        }
        CompletableFuture<Boolean> resumed = new CompletableFuture<>();
        world.records.whenWritable(RequestContext.INTERNAL, () -> resumed.complete(true));
        CompletableFuture<Boolean> client = new CompletableFuture<>();
        world.records.whenWritable(World.CLIENT, () -> client.complete(true));
        assertThat(client).isCompleted();
        assertThat(resumed).isNotDone();
        world.wal.open();
        assertThat(World.await(resumed)).isTrue();
    }

    @Test
    void markerThatHadToWaitIsNotWrittenIfNobodyWantsItAnyMore() throws IOException {
        world.topic("t").start();
        world.wal.shut();
        AtomicBoolean wanted = new AtomicBoolean(true);
        List<CompletableFuture<Map<TopicPartition, ErrorCode>>> marks = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            marks.add(world.records
                    .transactions()
                    .mark(new ProducerIdentity(41, (short) 0), new TransactionMarker(true, 1), Set.of(T), wanted::get)
                    .toCompletableFuture());
        }
        wanted.set(false);
        world.wal.open();
        marks.forEach(mark -> assertThat(World.await(mark).get(T)).isIn(ErrorCode.NONE, ErrorCode.NOT_COORDINATOR));
        assertThat(World.await(marks.getFirst())).containsEntry(T, ErrorCode.NONE);
        assertThat(World.await(marks.getLast())).containsEntry(T, ErrorCode.NOT_COORDINATOR);
    }

    @Test
    void clientsDoNotWriteToTopicsOfTheBroker() throws IOException {
        world.topic(OFFSETS).start();
        assertThat(World.await(send(World.CLIENT, plain(OFFSETS))).getFirst().error())
                .isEqualTo(ErrorCode.INVALID_TOPIC_EXCEPTION);
        assertThat(World.await(send(RequestContext.INTERNAL, plain(OFFSETS)))
                        .getFirst()
                        .error())
                .isEqualTo(ErrorCode.NONE);
    }
}
