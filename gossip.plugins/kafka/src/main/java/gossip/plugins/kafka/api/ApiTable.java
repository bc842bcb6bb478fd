package gossip.plugins.kafka.api;

import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.kafka.common.protocol.ApiKeys;

/** The supported APIs as a page for people. */
public final class ApiTable {
    private ApiTable() {}

    /**
     * Writes the page.
     *
     * @param registry the APIs there are
     * @return Markdown
     */
    public static String markdown(ApiRegistry registry) {
        StringBuilder page = new StringBuilder("""
            # Kafka compatibility

            Generated from the registry of handlers; do not edit.

            Clients learn the same from ApiVersions: what is not listed here is not announced, and a request for it
            closes the connection. All versions are those of the stable protocol of the newest kafka-clients.

            | Key | API | Versions |
            |---|---|---|
            """);
        for (Api<?> api : registry.all()) {
            page.append(String.format(Locale.ROOT, "| %d | %s | %s |%n", api.key().id, api.key().name, versions(api)));
        }
        return page.append("""

            Produce is announced from version 0, as Kafka does, because librdkafka would otherwise not compress
            (KAFKA-18659); versions 0 to 2 are refused.

            ## Differences from Kafka

            Replicas

            - Records are not copied between nodes: a partition has one replica, which leads it. AlterPartitionReassignments
              takes what is already so and refuses everything else with INVALID_REPLICA_ASSIGNMENT; ElectLeaders answers
              ELECTION_NOT_NEEDED.
            - There is one directory of logs. AlterReplicaLogDirs takes that one and refuses others with LOG_DIR_NOT_FOUND.
            - Brokers are never fenced; DescribeCluster lists all that have registered.
            - UnregisterBroker refuses a broker that runs the request itself or has replicas; Kafka forgets it all the same.
              The number of a forgotten broker may be given again.

            The metadata quorum

            - The quorum is fixed in `cluster.initial_nodes`: AddRaftVoter and RemoveRaftVoter are absent.
            - DescribeQuorum tells of another node how much it knows to be agreed upon, which may be less than its log has; the
              time of its last fetch is known by the leader, and of the leader by its followers; -1 stands for unknown.

            Features

            - Each feature has one level, which UpdateFeatures cannot change. `metadata.version` is that of Kafka 4.0.

            Groups

            - A group without members is gone with its last offset, also when that is deleted (OffsetDelete); Kafka lists it as Empty
              until it is swept.
            - There is a limit of committed offsets, for each group and for the broker; beyond it commits are refused with
              INVALID_COMMIT_OFFSET_SIZE.
            - A member that hangs up during JoinGroup or SyncGroup counts as silent from then on.

            Settings

            - Every default of topics can be changed while the broker runs, and `max.connections`; other settings of the broker
              are read-only. They have their own names, and Kafka's where it has the like.
            - Groups have `consumer.session.timeout.ms` and `consumer.heartbeat.interval.ms` of their own.
            - Log levels can also be set for the common beginning of several loggers' names.

            Quotas

            - Use is counted in a leaky bucket that drains at the rate of the quota, not in samples. A fetch that exceeds the
              quota is sent, and the next one is answered empty until what is owed has drained; Kafka reads it and throws it away.
            - `request_percentage` counts the time of the threads that serve connections; appending and reading are done by
              others and are not counted.
            - A request of an old version that exceeds `controller_mutation_rate` is refused with THROTTLING_QUOTA_EXCEEDED like
              one of a new version. The partitions of a topic that Metadata creates are counted too.
            - An IP address has to be written as an address; names of hosts are not resolved.

            Client metrics

            - Pushed metrics are counted and given to plugins (`TelemetryReceiver`); nothing else is done with them.

            ## Not supported

            Client APIs of Kafka that are absent:
            """).append(missing(registry)).append(".\n").toString();
    }

    private static String versions(Api<?> api) {
        return api.oldest() == api.newest() ? String.valueOf(api.oldest()) : api.oldest() + " to " + api.newest();
    }

    private static String missing(ApiRegistry registry) {
        return ApiKeys.clientApis().stream()
                .filter(key -> registry.find(key.id) == null)
                .map(key -> key.name)
                .collect(Collectors.joining(",\n"));
    }
}
