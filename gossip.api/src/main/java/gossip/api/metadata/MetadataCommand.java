package gossip.api.metadata;

import gossip.api.Endpoint;
import gossip.api.security.Acl;
import gossip.api.security.DelegationToken;
import gossip.api.security.UserCredential;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** A change of the metadata. Whatever is chosen by chance or clock is chosen before and stands in the command. */
public sealed interface MetadataCommand {
    /**
     * Names the cluster; only the first has an effect.
     *
     * @param clusterId id of the cluster
     */
    record NameCluster(UUID clusterId) implements MetadataCommand {}

    /**
     * Registers a broker; a name seen before keeps its number and gets a new epoch.
     *
     * @param nodeName {@code node.id} of its configuration
     * @param endpoints where clients reach it
     */
    record RegisterBroker(String nodeName, List<Endpoint> endpoints) implements MetadataCommand {
        /** Copies the endpoints. */
        public RegisterBroker {
            endpoints = List.copyOf(endpoints);
        }
    }

    /**
     * Creates a topic with all its partitions.
     *
     * @param name topic name
     * @param id new id
     * @param assignment replicas of all partitions
     * @param configs overrides of topic settings
     */
    record CreateTopic(String name, UUID id, Assignment assignment, Map<String, String> configs)
            implements MetadataCommand {
        /** Copies the configs. */
        public CreateTopic {
            configs = Map.copyOf(configs);
        }
    }

    /**
     * Deletes a topic.
     *
     * @param id its id
     */
    record DeleteTopic(UUID id) implements MetadataCommand {}

    /**
     * Adds partitions behind the present ones.
     *
     * @param id the topic
     * @param expectedCount how many there are now; otherwise nothing is changed
     * @param added replicas of the new partitions
     */
    record CreatePartitions(UUID id, int expectedCount, Assignment added) implements MetadataCommand {}

    /**
     * Changes settings.
     *
     * @param resource what is changed
     * @param set new values by name
     * @param removed names that go back to their default
     */
    record AlterConfigs(ConfigResource resource, Map<String, String> set, Set<String> removed)
            implements MetadataCommand {
        /** Copies the maps. */
        public AlterConfigs {
            set = Map.copyOf(set);
            removed = Set.copyOf(removed);
        }
    }

    /**
     * Reserves a block of producer ids.
     *
     * @param count how many, at least 1
     */
    record AllocateProducerIds(int count) implements MetadataCommand {}

    /**
     * Changes quotas of one entity.
     *
     * @param entity whose
     * @param set new limits by name
     * @param removed names of limits to lift
     */
    record AlterQuotas(QuotaEntity entity, Map<String, Double> set, Set<String> removed) implements MetadataCommand {
        /** Copies the maps. */
        public AlterQuotas {
            set = Map.copyOf(set);
            removed = Set.copyOf(removed);
        }
    }

    /**
     * Forgets a broker that has gone for good, with its settings; refused while it has replicas.
     *
     * @param id its number
     */
    record UnregisterBroker(int id) implements MetadataCommand {}

    /** A change of who may get in and what they may do; {@link SecurityImage} applies it. */
    sealed interface SecurityChange extends MetadataCommand {}

    /**
     * Adds ACLs; those that are there already stay as they are.
     *
     * @param acls what to add
     */
    record CreateAcls(List<Acl> acls) implements SecurityChange {
        /** Copies the list. */
        public CreateAcls {
            acls = List.copyOf(acls);
        }
    }

    /**
     * Removes ACLs; those that are not there are passed over.
     *
     * @param acls what to remove
     */
    record DeleteAcls(List<Acl> acls) implements SecurityChange {
        /** Copies the list. */
        public DeleteAcls {
            acls = List.copyOf(acls);
        }
    }

    /**
     * Changes what users prove themselves with.
     *
     * @param set new credentials, in place of those of the same user and mechanism
     * @param removed credentials to take away; those that are not there are passed over
     */
    record AlterCredentials(List<UserCredential> set, List<UserCredential.Key> removed) implements SecurityChange {
        /** Copies the lists. */
        public AlterCredentials {
            set = List.copyOf(set);
            removed = List.copyOf(removed);
        }
    }

    /**
     * Issues a delegation token, and forgets those that have expired.
     *
     * @param token the token
     * @param nowMs time of issue, ms since 1970
     */
    record CreateToken(DelegationToken token, long nowMs) implements SecurityChange {}

    /**
     * Gives a delegation token another time of expiry.
     *
     * @param tokenId which
     * @param expiryMs ms since 1970
     */
    record RenewToken(String tokenId, long expiryMs) implements SecurityChange {}

    /**
     * Takes a delegation token out of the world.
     *
     * @param tokenId which
     */
    record DeleteToken(String tokenId) implements SecurityChange {}
}
