package gossip.core.pipeline;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.broker.Records.ProducerIdentity;
import gossip.api.metadata.MetadataCommand;
import gossip.api.metadata.MetadataResult;
import gossip.api.metadata.MetadataStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Gives out producer ids from blocks that the metadata reserves, so that most cost nothing. Any thread; never blocks. */
final class ProducerIds {
    private static final int BLOCK = 1000;
    private static final int MAX_WAITING = 10_000;
    private static final short FIRST_EPOCH = 0;

    private final MetadataStore metadata;
    private final Queue<CompletableFuture<ProducerIdentity>> waiting = new ArrayDeque<>();
    private long next;
    private long end;
    private boolean refilling;

    ProducerIds(MetadataStore metadata) {
        this.metadata = metadata;
    }

    CompletionStage<ProducerIdentity> next() {
        CompletableFuture<ProducerIdentity> result = new CompletableFuture<>();
        synchronized (this) {
            if (next < end) {
                return CompletableFuture.completedFuture(new ProducerIdentity(next++, FIRST_EPOCH));
            }
            if (waiting.size() >= MAX_WAITING) {
                return CompletableFuture.failedFuture(new BrokerException(
                        ErrorCode.COORDINATOR_LOAD_IN_PROGRESS,
                        MAX_WAITING + " producers wait for an id already; try again"));
            }
            waiting.add(result);
            if (refilling) {
                return result;
            }
            refilling = true;
        }
        refill();
        return result;
    }

    private void refill() {
        metadata.submit(new MetadataCommand.AllocateProducerIds(BLOCK)).whenComplete(this::refilled);
    }

    private void refilled(@Nullable MetadataResult result, @Nullable Throwable failure) {
        if (result instanceof MetadataResult.ProducerIds block) {
            serve(block);
        } else if (result instanceof MetadataResult.Refused refused) {
            failAll(new BrokerException(refused.code(), refused.message()));
        } else if (failure != null) {
            failAll(
                    failure instanceof CompletionException && failure.getCause() != null
                            ? failure.getCause()
                            : failure);
        } else {
            failAll(new IllegalStateException("unexpected answer to a request for producer ids: " + result));
        }
    }

    private void serve(MetadataResult.ProducerIds block) {
        List<Runnable> answers = new ArrayList<>();
        boolean more;
        synchronized (this) {
            next = block.first();
            end = block.first() + block.count();
            while (next < end && !waiting.isEmpty()) {
                CompletableFuture<ProducerIdentity> first = waiting.remove();
                ProducerIdentity identity = new ProducerIdentity(next++, FIRST_EPOCH);
                answers.add(() -> first.complete(identity));
            }
            more = !waiting.isEmpty();
            refilling = more;
        }
        answers.forEach(Runnable::run);
        if (more) {
            refill();
        }
    }

    private void failAll(Throwable cause) {
        List<CompletableFuture<ProducerIdentity>> failed;
        synchronized (this) {
            failed = List.copyOf(waiting);
            waiting.clear();
            refilling = false;
        }
        failed.forEach(each -> each.completeExceptionally(cause));
    }
}
