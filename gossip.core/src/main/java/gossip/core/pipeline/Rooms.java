package gossip.core.pipeline;

import gossip.api.broker.Records.ProducerTransaction;
import gossip.api.broker.RequestContext;
import gossip.api.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Who shares which room for requests under way. A client's append to a transaction may wait until a coordinator has written
 * down that the transaction goes there; if that record had to wait for the room that such appends fill, nobody would ever
 * leave. So coordinators, which have one append under way for each of their partitions, and markers have room of their own.
 *
 * @param clients what clients send, and what may have to wait for a coordinator
 * @param coordinators records of the broker's coordinators
 * @param markers ends of transactions
 */
record Rooms(Admission clients, Admission coordinators, Admission markers) {
    private static final int OWN_REQUESTS = 1024;

    static Rooms of(int maxRequests, long maxBytes) {
        return new Rooms(
                new Admission(maxRequests, maxBytes),
                new Admission(OWN_REQUESTS, Long.MAX_VALUE),
                new Admission(OWN_REQUESTS, Long.MAX_VALUE));
    }

    /** The most requests that all rooms together let in. */
    static int capacity(int maxRequests) {
        return maxRequests + 2 * OWN_REQUESTS;
    }

    Admission of(RequestContext context, @Nullable ProducerTransaction transaction) {
        return transaction == null && context.principal().equals(Principal.BROKER) ? coordinators : clients;
    }

    int requests() {
        return clients.requests() + coordinators.requests() + markers.requests();
    }

    long bytes() {
        return clients.bytes() + coordinators.bytes() + markers.bytes();
    }
}
