package gossip.api.broker;

import gossip.api.metadata.MetadataImage;
import gossip.api.security.Operation;
import gossip.api.security.Resource;
import java.util.OptionalInt;
import java.util.UUID;

/** Who is in the cluster. */
public interface Cluster {
    /**
     * Id of the cluster.
     *
     * @return never changes
     */
    UUID id();

    /**
     * Number of this broker.
     *
     * @return from 1
     */
    int brokerId();

    /**
     * The broker that leads the metadata quorum.
     *
     * @return empty during an election
     */
    OptionalInt controllerId();

    /**
     * The newest metadata on this node.
     *
     * @return immutable
     */
    MetadataImage metadata();

    /**
     * Whether a client may do something; for protocols that filter lists. A no is not worth a note: the client did not ask
     * for this very thing.
     *
     * @param context who
     * @param operation what
     * @param resource on what
     * @return true if so
     */
    boolean allows(RequestContext context, Operation operation, Resource resource);

    /**
     * Whether a client may do something that it asked for. A no is logged.
     *
     * @param context who
     * @param operation what
     * @param resource on what
     * @return true if so
     */
    boolean admits(RequestContext context, Operation operation, Resource resource);
}
