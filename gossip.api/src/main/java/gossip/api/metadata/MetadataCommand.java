package gossip.api.metadata;

import gossip.api.Endpoint;
import gossip.api.schema.Schema;
import gossip.api.schema.SchemaMode;
import gossip.api.schema.SubjectConfig;
import gossip.api.schema.SubjectName;
import gossip.api.security.Acl;
import gossip.api.security.DelegationToken;
import gossip.api.security.UserCredential;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
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
     * @param refusesCollision whether the command is refused while there is a topic whose name differs from this one in
     *     nothing but dots and underscores; false in logs written before that was checked, in which both may be
     */
    record CreateTopic(
            String name, UUID id, Assignment assignment, Map<String, String> configs, boolean refusesCollision)
            implements MetadataCommand {
        /** Copies the configs. */
        public CreateTopic {
            configs = Map.copyOf(configs);
        }

        /**
         * A new command, which is refused where its name collides.
         *
         * @param name topic name
         * @param id new id
         * @param assignment replicas of all partitions
         * @param configs overrides of topic settings
         */
        public CreateTopic(String name, UUID id, Assignment assignment, Map<String, String> configs) {
            this(name, id, assignment, configs, true);
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

    /** A change of the schema registry; {@link SchemasImage} applies it. */
    sealed interface SchemaChange extends MetadataCommand {}

    /**
     * What a decision about a subject was based upon; a change of the subject is refused with INVALID_UPDATE_VERSION if that
     * has changed since.
     *
     * @param subjectRevision revision of the subject, 0 if it did not exist
     * @param settingsRevision revision of all settings
     */
    record SchemaBasis(long subjectRevision, long settingsRevision) {}

    /**
     * Registers a schema as a version of a subject. A schema that has an id in the context keeps it.
     *
     * @param subject which
     * @param basis what has to be unchanged
     * @param schema in its canonical form
     * @param version number of the version; empty for the next
     * @param id id of the schema; empty for the one it has, or else the next of the context
     */
    record RegisterSchema(SubjectName subject, SchemaBasis basis, Schema schema, OptionalInt version, OptionalInt id)
            implements SchemaChange {}

    /**
     * Deletes versions, and what is left without any.
     *
     * @param subject which
     * @param basis what has to be unchanged
     * @param versions their numbers; those that are not there are passed over
     * @param permanent whether for good, not only hidden
     */
    record DeleteSchemaVersions(SubjectName subject, SchemaBasis basis, Set<Integer> versions, boolean permanent)
            implements SchemaChange {
        /** Copies the set. */
        public DeleteSchemaVersions {
            versions = Set.copyOf(versions);
        }
    }

    /**
     * Changes settings.
     *
     * @param subject a subject, a context, or {@link SubjectName#GLOBAL}
     * @param config what is set, beside what was; if that is nothing, all is taken back
     */
    record AlterSchemaConfig(SubjectName subject, SubjectConfig config) implements SchemaChange {}

    /**
     * Changes a mode.
     *
     * @param subject a subject, a context, or {@link SubjectName#GLOBAL}
     * @param mode the mode; empty to take it back
     * @param onlyIfEmpty whether to refuse if there is a version that is not deleted
     */
    record AlterSchemaMode(SubjectName subject, Optional<SchemaMode> mode, boolean onlyIfEmpty)
            implements SchemaChange {}
}
