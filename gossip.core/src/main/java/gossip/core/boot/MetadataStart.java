package gossip.core.boot;

import gossip.api.Endpoint;
import gossip.api.metadata.BrokerRegistration;
import gossip.api.metadata.MetadataStore;
import gossip.core.StartException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Starts the metadata in a thread of its own, because that waits for disk and election while the rest of the node can be
 * opened. First the store is started, then, once the addresses are known, the node joins its cluster.
 */
final class MetadataStart {
    private final MetadataStore metadata;
    private final Membership membership;
    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private final CompletableFuture<List<Endpoint>> endpoints = new CompletableFuture<>();
    private final CompletableFuture<BrokerRegistration> joined = new CompletableFuture<>();
    private final Thread thread =
            Thread.ofPlatform().name("gossip-boot-metadata").unstarted(this::run);

    MetadataStart(MetadataStore metadata, Membership membership) {
        this.metadata = metadata;
        this.membership = membership;
    }

    MetadataStart begin() {
        thread.start();
        return this;
    }

    private void run() {
        try {
            metadata.start();
            started.complete(null);
            joined.complete(membership.join(endpoints.get()));
        } catch (Throwable e) { // handed to whoever waits
            started.completeExceptionally(e);
            joined.completeExceptionally(e);
        }
    }

    /** Waits until the image can be read. */
    void awaitStarted() {
        await(started);
    }

    /** Lets the node join as soon as the store has started. */
    void bound(List<Endpoint> addresses) {
        endpoints.complete(addresses);
    }

    /** Waits until the node is a member. */
    BrokerRegistration awaitJoined() {
        return await(joined);
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("stopped while starting", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw cause instanceof StartException known
                    ? known
                    : new StartException(
                            "the metadata cannot be opened: " + (cause == null ? e : cause.getMessage()), e);
        }
    }

    /** Gives up; returns when the thread has ended. */
    void stop() throws InterruptedException {
        // The store starts on its own, so this is soon; interrupting it would only make it complain.
        started.handle((nothing, failure) -> true).join();
        thread.interrupt();
        thread.join();
    }
}
