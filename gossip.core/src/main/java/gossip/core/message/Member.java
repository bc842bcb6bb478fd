package gossip.core.message;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.ConsumerGroups.Beaten;
import gossip.api.broker.GroupMember;
import gossip.api.broker.Groups.CommittedOffsets;
import gossip.api.broker.Messages.Join;
import gossip.api.broker.Messages.PartitionRecords;
import gossip.api.broker.Messages.Read;
import gossip.api.broker.Messages.Source;
import gossip.api.broker.Messages.Start;
import gossip.api.broker.Records;
import gossip.api.broker.RequestContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A member of a group for a client that polls. What it does, it does in its mailbox. */
final class Member implements GroupMember, Heart.Body {
    private static final int RETRY_MS = 50;
    private static final long COMMIT_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final MemberParts parts;
    private final RequestContext context;
    private final Join join;
    private final String id;
    private final Mailbox mailbox = new Mailbox();
    private final Positions positions = new Positions();
    private final Heart heart;
    private final Commits commits;
    private final CompletableFuture<ErrorCode> gone = new CompletableFuture<>();
    private Optional<Set<TopicPartition>> pending = Optional.empty();
    private Optional<Turn> turn = Optional.empty();
    private Runnable cancelIdle = () -> {};
    private String goneMessage = "the member has left the group";
    private boolean leaving;
    private boolean committing;
    private long committedNanos = System.nanoTime();

    Member(MemberParts parts, RequestContext context, Join join, String id) {
        this.parts = parts;
        this.context = context;
        this.join = join;
        this.id = id;
        Beats beats = new Beats(join, id);
        this.heart = new Heart(parts, context, mailbox, beats, this);
        this.commits = new Commits(parts, context, beats, heart::epoch);
    }

    /** Goes on after the group has taken it in. */
    void start(Beaten joined) {
        mailbox.execute(() -> {
            heart.start(joined);
            watchIdle();
        });
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Set<TopicPartition> assignment() {
        return positions.owned();
    }

    @Override
    public Map<TopicPartition, Long> positions() {
        return positions.known();
    }

    @Override
    public void subscribe(Set<String> topics, Optional<String> topicRegex) {
        Set<String> copy = Set.copyOf(topics);
        mailbox.execute(() -> heart.subscribe(copy, topicRegex));
    }

    @Override
    public Records.Waiting poll(Poll request, Consumer<Polled> done) {
        Turn wanted = new Turn(request, done);
        mailbox.execute(() -> begin(wanted));
        return () -> mailbox.execute(() -> giveUp(wanted));
    }

    private void begin(Turn wanted) {
        if (leaving) {
            wanted.finish(Polled.failed(gone.getNow(ErrorCode.UNKNOWN_MEMBER_ID), goneMessage));
        } else if (turn.isPresent()) {
            wanted.finish(Polled.failed(ErrorCode.INVALID_REQUEST, "member " + id + " is being polled already"));
        } else {
            cancelIdle.run();
            turn = Optional.of(wanted);
            advance(wanted);
        }
    }

    private void giveUp(Turn wanted) {
        wanted.giveUp();
        wake(wanted);
    }

    private void wake(Turn wanted) {
        if (turn.filter(present -> present == wanted).isPresent() && wanted.wake()) {
            advance(wanted);
        }
    }

    /** Does what is next for a poll, unless it waits for an answer. */
    private void advance(Turn now) {
        if (pending.isPresent()) {
            takeOver(now, pending.get());
            return;
        }
        commitSometimes();
        Set<TopicPartition> unknown = positions.unknown();
        if (!unknown.isEmpty() && now.mayLook()) {
            find(now, unknown);
        } else if (!positions.all().isEmpty()) {
            read(now);
        } else {
            await(now, now.remainingMs());
        }
    }

    private void await(Turn now, long ms) {
        if (now.remainingMs() == 0) {
            finish(now, List.of());
        } else {
            now.waits(parts.timer().after(Math.min(ms, now.remainingMs()), () -> mailbox.execute(() -> wake(now))));
        }
    }

    /** Gives back and takes what the group wants; what was brought of it is committed before others may have it. */
    private void takeOver(Turn now, Set<TopicPartition> next) {
        Map<TopicPartition, Long> last =
                join.autoCommit() ? positions.takeDirty(partition -> !next.contains(partition)) : Map.of();
        commits.commit(last)
                .whenCompleteAsync(
                        (outcomes, failure) -> {
                            if (pending.equals(Optional.of(next))) {
                                positions.own(next);
                                pending = Optional.empty();
                                heart.beat();
                            }
                            if (turn.filter(present -> present == now).isPresent()) {
                                advance(now);
                            }
                        },
                        mailbox);
    }

    private void commitSometimes() {
        if (join.autoCommit() && !committing && System.nanoTime() - committedNanos >= COMMIT_INTERVAL_NANOS) {
            Map<TopicPartition, Long> brought = positions.takeDirty(partition -> true);
            if (!brought.isEmpty()) {
                committing = true;
                commits.commit(brought).whenCompleteAsync((outcomes, failure) -> committed(outcomes), mailbox);
            }
        }
    }

    private void committed(Map<TopicPartition, ErrorCode> outcomes) {
        committing = false;
        committedNanos = System.nanoTime();
        outcomes.forEach((partition, outcome) -> {
            if (outcome != ErrorCode.NONE) {
                positions.keepDirty(partition);
            }
        });
    }

    private void find(Turn now, Set<TopicPartition> unknown) {
        parts.groups()
                .committed(context, commits.member(), Optional.of(unknown))
                .whenCompleteAsync((found, failure) -> found(now, unknown, found, failure), mailbox);
    }

    private void found(
            Turn now, Set<TopicPartition> unknown, @Nullable CommittedOffsets found, @Nullable Throwable failure) {
        if (turn.filter(present -> present == now).isEmpty()) {
            return;
        }
        ErrorCode error =
                found != null ? found.error() : Failures.code(failure == null ? new IllegalStateException() : failure);
        if (found != null && error == ErrorCode.NONE) {
            unknown.forEach(partition -> place(partition, found));
            Set<TopicPartition> astray = positions.unknown();
            astray.removeAll(found.undecided());
            if (!astray.isEmpty()) {
                finish(now, astray.stream().map(this::withoutOffset).toList());
            } else if (positions.all().isEmpty()) {
                await(now, RETRY_MS);
            } else {
                read(now);
            }
        } else if (Beats.isPassing(error) || Beats.isFenced(error) || error == ErrorCode.STALE_MEMBER_EPOCH) {
            await(now, RETRY_MS);
        } else {
            finish(
                    now,
                    new Polled(error, error + " for the offsets of group " + join.group(), List.of(), Set.of(), -1));
        }
    }

    private void place(TopicPartition partition, CommittedOffsets found) {
        if (found.undecided().contains(partition)) {
            return;
        }
        Optional.ofNullable(found.offsets().get(partition))
                .<Start>map(committed -> new Start.At(committed.offset()))
                .or(() -> join.reset().map(Start.Found::new))
                .ifPresent(start -> positions.move(partition, start));
    }

    private PartitionRecords withoutOffset(TopicPartition partition) {
        return PartitionRecords.failed(
                partition,
                ErrorCode.OFFSET_OUT_OF_RANGE,
                "group " + join.group() + " has committed no offset for " + partition
                        + ", and its member does not say where to begin; seek");
    }

    private void read(Turn now) {
        List<Source> sources = new ArrayList<>();
        positions.all().forEach((partition, start) -> sources.add(new Source(partition, start)));
        Poll request = now.request();
        boolean isComplete = sources.size() == positions.owned().size();
        Duration wait = Duration.ofMillis(isComplete ? now.remainingMs() : Math.min(now.remainingMs(), RETRY_MS));
        now.begins(parts.messages()
                .read(
                        context,
                        new Read(sources, request.maxRecords(), request.maxBytes(), wait, join.committedOnly()),
                        read -> mailbox.execute(() -> brought(now, read))));
    }

    private void brought(Turn now, List<PartitionRecords> read) {
        Set<TopicPartition> moved = now.endRead();
        if (turn.filter(present -> present == now).isEmpty()) {
            return;
        }
        List<PartitionRecords> told = new ArrayList<>();
        for (PartitionRecords one : read) {
            if (positions.owns(one.partition()) && !moved.contains(one.partition())) {
                take(one, told);
            }
        }
        positions.publish();
        if (!told.isEmpty() || now.remainingMs() == 0) {
            finish(now, told);
        } else {
            advance(now);
        }
    }

    private void take(PartitionRecords read, List<PartitionRecords> told) {
        if (read.error() == ErrorCode.NONE) {
            if (!read.records().isEmpty()) {
                told.add(read);
            }
            positions.brought(read.partition(), read.nextOffset());
        } else if (read.error() == ErrorCode.OFFSET_OUT_OF_RANGE && join.reset().isPresent()) {
            positions.move(read.partition(), new Start.Found(join.reset().get()));
        } else {
            told.add(read);
        }
    }

    private void finish(Turn now, List<PartitionRecords> records) {
        finish(now, new Polled(ErrorCode.NONE, "", records, positions.owned(), heart.epoch()));
    }

    private void finish(Turn now, Polled result) {
        turn = Optional.empty();
        watchIdle();
        now.finish(result);
    }

    private void watchIdle() {
        if (!leaving) {
            cancelIdle = parts.timer()
                    .after(
                            join.idleTimeout().toMillis(),
                            () -> mailbox.execute(() -> {
                                if (turn.isEmpty()) {
                                    depart(
                                            ErrorCode.REQUEST_TIMED_OUT,
                                            "the member was not polled for " + join.idleTimeout()
                                                    + ", and left the group");
                                }
                            }));
        }
    }

    @Override
    public Set<TopicPartition> seek(Map<TopicPartition, Start> wanted) {
        Map<TopicPartition, Start> moves = new HashMap<>(wanted);
        moves.keySet().retainAll(positions.owned());
        mailbox.execute(() -> {
            moves.forEach(positions::move);
            turn.ifPresent(present -> {
                if (present.isReading()) {
                    present.move(moves.keySet());
                    present.interrupt();
                }
            });
        });
        return Set.copyOf(moves.keySet());
    }

    @Override
    public CompletionStage<Map<TopicPartition, ErrorCode>> commit(Optional<Map<TopicPartition, Long>> offsets) {
        CompletableFuture<Map<TopicPartition, ErrorCode>> done = new CompletableFuture<>();
        Optional<Map<TopicPartition, Long>> copy = offsets.map(Map::copyOf);
        mailbox.execute(() -> commit(copy, done));
        return done;
    }

    private void commit(
            Optional<Map<TopicPartition, Long>> offsets, CompletableFuture<Map<TopicPartition, ErrorCode>> done) {
        Map<TopicPartition, Long> wanted =
                new HashMap<>(offsets.orElseGet(() -> positions.takeDirty(partition -> true)));
        Map<TopicPartition, ErrorCode> outcomes = new HashMap<>();
        wanted.keySet().removeIf(partition -> {
            // others may have it by now, and be further
            boolean isForeign = leaving || !positions.owns(partition);
            if (isForeign) {
                outcomes.put(partition, leaving ? ErrorCode.UNKNOWN_MEMBER_ID : ErrorCode.STALE_MEMBER_EPOCH);
            }
            return isForeign;
        });
        commits.commit(wanted)
                .whenCompleteAsync(
                        (told, failure) -> {
                            committed(offsets.isEmpty() ? told : Map.of());
                            outcomes.putAll(told);
                            done.complete(outcomes);
                        },
                        mailbox);
    }

    @Override
    public CompletionStage<Void> leave() {
        mailbox.execute(() -> depart(ErrorCode.NONE, goneMessage));
        return gone.thenAccept(why -> {});
    }

    private void depart(ErrorCode why, String message) {
        if (leaving) {
            return;
        }
        leaving = true;
        goneMessage = message;
        cancelIdle.run();
        // who fell silent may not have got to what it was given last
        boolean isCommitting = join.autoCommit() && why == ErrorCode.NONE;
        Map<TopicPartition, Long> last = isCommitting ? positions.takeDirty(partition -> true) : Map.of();
        endTurn(ErrorCode.UNKNOWN_MEMBER_ID, message);
        commits.commit(last)
                .thenCompose(outcomes -> heart.leave())
                .whenCompleteAsync((outcome, failure) -> gone.complete(why), mailbox);
    }

    private void endTurn(ErrorCode error, String message) {
        turn.ifPresent(present -> {
            turn = Optional.empty();
            present.interrupt();
            present.finish(Polled.failed(error, message));
        });
    }

    /** The broker stops: the group finds out by itself, or the client comes back before it does. */
    void stop() {
        mailbox.execute(() -> ended(ErrorCode.BROKER_NOT_AVAILABLE, "the broker is shutting down"));
    }

    @Override
    public CompletionStage<ErrorCode> gone() {
        return gone.minimalCompletionStage();
    }

    @Override
    public Set<TopicPartition> owned() {
        return positions.owned();
    }

    @Override
    public void assigned(Set<TopicPartition> partitions) {
        pending = partitions.equals(positions.owned()) ? Optional.empty() : Optional.of(partitions);
        if (pending.isPresent()) {
            turn.ifPresent(present -> {
                present.interrupt();
                wake(present);
            });
        }
    }

    @Override
    public void lost() {
        pending = Optional.empty();
        positions.own(Set.of());
        turn.ifPresent(Turn::interrupt);
    }

    @Override
    public void ended(ErrorCode error, String message) {
        if (leaving) {
            return;
        }
        leaving = true;
        goneMessage = message.isEmpty() ? "the member is out of the group: " + error : message;
        heart.stop();
        cancelIdle.run();
        endTurn(error, goneMessage);
        gone.complete(error);
    }
}
