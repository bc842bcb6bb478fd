package gossip.core.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Records.ProducerIdentity;
import gossip.api.broker.Transactions.End;
import gossip.api.broker.Transactions.Ended;
import gossip.api.broker.Transactions.Init;
import gossip.api.broker.Transactions.Initialized;
import gossip.core.partition.ProducerStates.Proof;
import gossip.core.transaction.TransactionEffect.Mark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/**
 * Producers of one transactional id, its coordinator and partitions, in random order: messages are lost, doubled and late,
 * the coordinator crashes, transactions time out, producers replace each other. Whatever happens, who reads committed records
 * sees every acknowledged record of every committed transaction, and none of any other.
 */
class TransactionModelTest {
    private static final int PARTITIONS = 3;

    @Property(tries = 500)
    void committedTransactionsAreWholeAndOthersInvisible(@ForAll long seed, @ForAll boolean bumps) {
        World world = new World(seed, bumps);
        for (int step = 0; step < 400; step++) {
            world.step();
        }
        world.settle();
        world.check();
    }

    @Test
    void modelGetsToWhatItIsAbout() {
        int committed = 0;
        int aborted = 0;
        int fenced = 0;
        for (long seed = 0; seed < 200; seed++) {
            World world = new World(seed, seed % 2 == 0);
            for (int step = 0; step < 400; step++) {
                world.step();
            }
            committed += (int)
                    world.attempts.stream().filter(each -> each.toldCommitted).count();
            aborted += (int) world.attempts.stream()
                    .filter(each -> !each.wantsCommit && !each.sent.isEmpty())
                    .count();
            fenced +=
                    (int) world.producers.stream().filter(each -> each.isFenced).count();
        }
        assertThat(committed).as("committed").isGreaterThan(50);
        assertThat(aborted).as("aborted").isGreaterThan(50);
        assertThat(fenced).as("fenced").isGreaterThan(50);
    }

    private static TopicPartition name(int partition) {
        return new TopicPartition("t", partition);
    }

    /** A transaction as its producer sees it. */
    private static final class Attempt {
        private final String tag;
        private final Set<String> acknowledged = new HashSet<>();
        private final Set<String> sent = new HashSet<>();
        private boolean wantsCommit;
        private boolean toldCommitted;

        private Attempt(String tag) {
            this.tag = tag;
        }
    }

    private static final class World {
        private final Random random;
        private final boolean bumps;
        private final ModelCoordinator coordinator = new ModelCoordinator();
        private final List<ModelPartition> partitions = new ArrayList<>();
        private final List<Runnable> network = new ArrayList<>();
        private final List<Asked> asked = new ArrayList<>();
        private final List<Producer> producers = new ArrayList<>();
        private final List<Attempt> attempts = new ArrayList<>();
        private long nowMs = 1_000;

        World(long seed, boolean bumps) {
            this.random = new Random(seed);
            this.bumps = bumps;
            for (int i = 0; i < PARTITIONS; i++) {
                partitions.add(new ModelPartition());
            }
            producers.add(new Producer(this));
        }

        void step() {
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> pick(producers).act();
                case 3, 4, 5 -> {
                    for (int i = 0; i < 5; i++) {
                        deliver();
                    }
                }
                case 6, 7 -> {
                    sync();
                    sync();
                }
                case 8 -> answer();
                case 9 -> mark();
                case 10 -> rarely();
                default -> nowMs += random.nextInt(20);
            }
        }

        private void rarely() {
            switch (random.nextInt(8)) {
                case 0 -> coordinator.crash();
                case 1 -> producers.add(new Producer(this));
                case 2, 3 -> coordinator.apply(new TransactionEvent.Tick(), nowMs);
                default -> nowMs += random.nextInt(200);
            }
        }

        private <T> T pick(List<T> from) {
            return from.get(random.nextInt(from.size()));
        }

        void send(Runnable message) {
            network.add(message);
        }

        /** Delivers any message, which may get lost, or come once more later. */
        private void deliver() {
            if (!network.isEmpty()) {
                Runnable message = network.remove(random.nextInt(network.size()));
                int fate = random.nextInt(10);
                if (fate == 0) {
                    return;
                }
                if (fate == 1) {
                    network.add(message);
                }
                message.run();
            }
        }

        private void sync() {
            if (coordinator.hasUndurable()) {
                coordinator.sync();
            }
        }

        private void mark() {
            if (coordinator.marks().isEmpty()) {
                return;
            }
            Mark mark = pick(coordinator.marks());
            List<TopicPartition> touched = new ArrayList<>(mark.partitions());
            Collections.shuffle(touched, random);
            int count = random.nextInt(touched.size() + 1);
            for (int i = 0; i < count; i++) {
                mark(mark, touched.get(i).partition());
            }
            if (count == touched.size()) {
                coordinator.marked(mark, nowMs);
            }
        }

        private void mark(Mark mark, int partition) {
            asked.stream()
                    .filter(question -> question.partition == partition
                            && question.producer.producerId() == mark.producer().producerId()
                            && (!bumps || mark.producer().epoch() > question.producer.epoch()))
                    .forEach(question -> question.outdated = true);
            assertThat(partitions.get(partition).mark(mark.producer(), mark.commit()))
                    .isTrue();
        }

        /** A write that waits for what the coordinator says. */
        private static final class Asked {
            private final int partition;
            private final ProducerIdentity producer;
            private final List<Runnable> writes = new ArrayList<>();
            private ErrorCode answer;
            private boolean outdated;

            private Asked(int partition, ProducerIdentity producer) {
                this.partition = partition;
                this.producer = producer;
            }
        }

        void write(int partition, ProducerIdentity producer, int sequence, String record, Runnable acknowledged) {
            Optional<Asked> waiting = asked.stream()
                    .filter(question -> question.partition == partition && question.producer.equals(producer))
                    .findFirst();
            if (waiting.isPresent()) {
                waiting.get().writes.add(() -> append(partition, producer, sequence, record, acknowledged));
                return;
            }
            Optional<ErrorCode> outcome = partitions.get(partition).append(producer, sequence, record, Proof.NONE);
            if (outcome.isEmpty()) {
                ask(partition, producer, () -> append(partition, producer, sequence, record, acknowledged));
            } else if (outcome.get() == ErrorCode.NONE) {
                send(acknowledged);
            }
        }

        private void ask(int partition, ProducerIdentity producer, Runnable write) {
            Asked question = new Asked(partition, producer);
            question.writes.add(write);
            asked.add(question);
            if (bumps) {
                Reply<ErrorCode> reply = Reply.of(error -> error);
                reply.future().thenAccept(error -> question.answer = error);
                coordinator.apply(new TransactionEvent.Add(reply, producer, Set.of(name(partition))), nowMs);
            } else {
                Reply<Map<TopicPartition, ErrorCode>> reply = Reply.of(error -> Map.of(name(partition), error));
                reply.future().thenAccept(errors -> question.answer = errors.get(name(partition)));
                coordinator.apply(new TransactionEvent.Verify(reply, producer, Set.of(name(partition))), nowMs);
            }
        }

        private void append(
                int partition, ProducerIdentity producer, int sequence, String record, Runnable acknowledged) {
            Proof proof = bumps ? Proof.VERIFIED_WITH_OWN_EPOCH : Proof.VERIFIED;
            if (partitions
                            .get(partition)
                            .append(producer, sequence, record, proof)
                            .orElseThrow()
                    == ErrorCode.NONE) {
                send(acknowledged);
            }
        }

        /** An answer of the coordinator reaches a partition; what a crash has left unanswered fails. */
        private void answer() {
            if (!asked.isEmpty()) {
                Asked question = pick(asked);
                boolean lost = question.answer == null && !coordinator.hasUndurable();
                if (question.answer != null || lost) {
                    asked.remove(question);
                    if (question.answer == ErrorCode.NONE && !question.outdated) {
                        question.writes.forEach(Runnable::run);
                    }
                }
            }
        }

        void apply(TransactionEvent event) {
            coordinator.apply(event, nowMs);
        }

        /** Lets everything come to an end without further mishaps. */
        void settle() {
            for (int round = 0; round < 50; round++) {
                while (coordinator.hasUndurable()) {
                    coordinator.sync();
                }
                for (Mark mark : List.copyOf(coordinator.marks())) {
                    mark.partitions().forEach(partition -> mark(mark, partition.partition()));
                    coordinator.marked(mark, nowMs);
                }
                List.copyOf(asked).forEach(question -> answer());
                List<Runnable> left = List.copyOf(network);
                network.clear();
                left.forEach(Runnable::run);
                nowMs += 10_000;
                coordinator.apply(new TransactionEvent.Tick(), nowMs);
            }
        }

        void check() {
            List<String> seen = new ArrayList<>();
            partitions.forEach(partition -> seen.addAll(partition.committed()));
            assertThat(seen).doesNotHaveDuplicates();
            partitions.forEach(partition -> assertThat(partition.open()).isEmpty());
            for (Attempt attempt : attempts) {
                Set<String> visible = new HashSet<>(attempt.sent);
                visible.retainAll(seen);
                if (attempt.toldCommitted) {
                    assertThat(visible).containsAll(attempt.acknowledged);
                }
                if (!attempt.wantsCommit) {
                    assertThat(visible).as(attempt.tag).isEmpty();
                } else if (!visible.isEmpty()) {
                    assertThat(visible).as(attempt.tag).containsAll(attempt.sent);
                }
            }
        }
    }

    /** A client that behaves as Kafka's do. */
    private static final class Producer {
        private final World world;
        private ProducerIdentity identity;
        private boolean isFenced;
        private boolean isWaiting;
        private Optional<Attempt> open = Optional.empty();
        private boolean isEnding;
        private boolean needsBump;
        private final int[] sequences = new int[PARTITIONS];
        private final Set<Integer> added = new HashSet<>();

        Producer(World world) {
            this.world = world;
        }

        void act() {
            if (isFenced) {
                return;
            }
            if (identity == null || needsBump && open.isEmpty()) {
                initialize();
            } else if (open.isEmpty()) {
                begin();
            } else if (isEnding || world.random.nextInt(4) == 0) {
                end();
            } else {
                write();
            }
        }

        private void initialize() {
            // asks once, and again when it believes that the answer is lost
            if (isWaiting && world.random.nextInt(20) > 0) {
                return;
            }
            isWaiting = true;
            Optional<ProducerIdentity> present = Optional.ofNullable(identity);
            world.send(() -> {
                Reply<Initialized> reply =
                        Reply.of(error -> new Initialized(error, new ProducerIdentity(-1, (short) -1)));
                reply.future().thenAccept(result -> world.send(() -> initialized(present, result)));
                world.apply(new TransactionEvent.Initialize(reply, new Init("x", 500, present), OptionalLong.empty()));
            });
        }

        private void initialized(Optional<ProducerIdentity> asked, Initialized result) {
            isWaiting = false;
            boolean isExpected = open.isEmpty() && Optional.ofNullable(identity).equals(asked);
            if (!isExpected || isFenced || identity != null && !needsBump) {
                return;
            }
            if (result.error() == ErrorCode.PRODUCER_FENCED) {
                isFenced = true;
            } else if (result.error() == ErrorCode.NONE) {
                take(result.producer());
                needsBump = false;
            }
        }

        private void take(ProducerIdentity next) {
            if (!next.equals(identity)) {
                Arrays.fill(sequences, 0);
            }
            identity = next;
        }

        private void begin() {
            Attempt attempt = new Attempt("attempt-" + world.attempts.size());
            world.attempts.add(attempt);
            open = Optional.of(attempt);
            isEnding = false;
            added.clear();
        }

        private void write() {
            Attempt attempt = open.orElseThrow();
            int partition = world.random.nextInt(PARTITIONS);
            if (attempt.sent.size() >= 3) {
                end();
                return;
            }
            if (!world.bumps && !added.contains(partition)) {
                add(attempt, partition);
                return;
            }
            int sequence = sequences[partition]++;
            String record = attempt.tag + "/" + partition + "/" + sequence;
            attempt.sent.add(record);
            resend(attempt, identity, partition, sequence, record);
        }

        private void add(Attempt attempt, int partition) {
            ProducerIdentity producer = identity;
            world.send(() -> {
                Reply<ErrorCode> reply = Reply.of(error -> error);
                reply.future()
                        .thenAccept(error -> world.send(() -> {
                            if (error == ErrorCode.NONE
                                    && open.filter(attempt::equals).isPresent()) {
                                added.add(partition);
                            }
                            isFenced |= error == ErrorCode.PRODUCER_FENCED && producer.equals(identity);
                        }));
                world.apply(new TransactionEvent.Add(reply, producer, Set.of(name(partition))));
            });
        }

        /** Sends a record, more than once if nobody acknowledges it. */
        private void resend(Attempt attempt, ProducerIdentity producer, int partition, int sequence, String record) {
            Runnable message =
                    () -> world.write(partition, producer, sequence, record, () -> attempt.acknowledged.add(record));
            for (int i = 0; i < 1 + world.random.nextInt(3); i++) {
                world.send(message);
            }
        }

        private void end() {
            Attempt attempt = open.orElseThrow();
            boolean isSettled = attempt.acknowledged.equals(attempt.sent);
            if (!isEnding && !isSettled && world.random.nextInt(20) > 0) {
                return;
            }
            if (!isEnding) {
                isEnding = true;
                attempt.wantsCommit = attempt.acknowledged.equals(attempt.sent) && !attempt.sent.isEmpty();
                // sequence numbers of what was not acknowledged are in doubt
                needsBump = !world.bumps && !attempt.wantsCommit;
                if (attempt.sent.isEmpty() && added.isEmpty()) {
                    open = Optional.empty();
                    return;
                }
            }
            ProducerIdentity producer = identity;
            boolean commit = attempt.wantsCommit;
            world.send(() -> {
                Reply<Ended> reply = Reply.of(error -> new Ended(error, new ProducerIdentity(-1, (short) -1)));
                reply.future().thenAccept(ended -> world.send(() -> ended(attempt, producer, ended)));
                world.apply(new TransactionEvent.Finish(
                        reply, new End("x", producer, commit, world.bumps), OptionalLong.empty()));
            });
        }

        private void ended(Attempt attempt, ProducerIdentity producer, Ended ended) {
            if (isFenced || open.filter(attempt::equals).isEmpty() || !producer.equals(identity)) {
                return;
            }
            switch (ended.error()) {
                case NONE -> {
                    attempt.toldCommitted = attempt.wantsCommit;
                    open = Optional.empty();
                    if (world.bumps) {
                        take(ended.producer());
                    }
                }
                case CONCURRENT_TRANSACTIONS -> {
                    // asks again
                }
                case PRODUCER_FENCED, INVALID_PRODUCER_ID_MAPPING -> isFenced = true;
                case INVALID_TXN_STATE -> {
                    // never begun, or ended by somebody else: as Kafka's clients, it gives up
                    isFenced = true;
                }
                default -> throw new AssertionError(ended.error());
            }
        }
    }
}
