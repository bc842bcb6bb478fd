package gossip.raft.engine;

import gossip.api.config.Settings;
import gossip.raft.RaftSettings;
import gossip.raft.rpc.QuorumRpcType;
import gossip.raft.rpc.SoloRpcType;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.RaftConfigKeys;
import org.apache.ratis.client.RaftClientConfigKeys;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/** What Ratis is told. Metadata is small and changes seldom, so that everything is much smaller than its defaults. */
final class RatisProperties {
    private static final long SEGMENT_BYTES = 1 << 20;
    /** What an entry of the log holds beside the command. */
    private static final long ENTRY_OVERHEAD_BYTES = 4 << 10;

    private final RaftProperties properties = new RaftProperties();
    private final Settings settings;
    private final long entryBytes;

    private RatisProperties(Settings settings) {
        this.settings = settings;
        this.entryBytes = settings.value(RaftSettings.MAX_COMMAND_SIZE) + ENTRY_OVERHEAD_BYTES;
    }

    static RaftProperties of(Settings settings, Membership membership, Path directory) {
        RatisProperties all = new RatisProperties(settings);
        all.storage(directory);
        all.log();
        all.snapshots();
        all.limits();
        if (membership.isSolo()) {
            all.solo();
        } else {
            all.quorum(membership.self());
        }
        return all.properties;
    }

    private void storage(Path directory) {
        RaftServerConfigKeys.setStorageDir(properties, List.of(directory.toFile()));
        RaftServerConfigKeys.setRemovedGroupsDir(
                properties, directory.resolve("removed").toFile());
    }

    private void log() {
        RaftServerConfigKeys.Log.setSegmentSizeMax(
                properties, SizeInBytes.valueOf(Math.max(SEGMENT_BYTES, entryBytes)));
        RaftServerConfigKeys.Log.setPreallocatedSize(properties, SizeInBytes.ZERO);
        RaftServerConfigKeys.Log.setSegmentCacheNumMax(properties, 2);
        RaftServerConfigKeys.Log.setSegmentCacheSizeMax(properties, SizeInBytes.valueOf(2 * SEGMENT_BYTES));
        RaftServerConfigKeys.Log.Appender.setBufferByteLimit(properties, SizeInBytes.valueOf(entryBytes));
        // Ratis wants room for the length and the checksum of the largest entry.
        RaftServerConfigKeys.Log.setWriteBufferSize(properties, SizeInBytes.valueOf(entryBytes + 8));
        RaftServerConfigKeys.Log.setQueueElementLimit(properties, 1024);
        RaftServerConfigKeys.Log.setQueueByteLimit(properties, SizeInBytes.valueOf(8 * entryBytes));
    }

    private void snapshots() {
        RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(properties, true);
        RaftServerConfigKeys.Snapshot.setAutoTriggerThreshold(
                properties, settings.value(RaftSettings.SNAPSHOT_INTERVAL));
        RaftServerConfigKeys.Snapshot.setTriggerWhenStopEnabled(properties, false);
        RaftServerConfigKeys.Snapshot.setRetentionFileNum(properties, 1);
        // A node that is down must not keep the log of the others growing: it will be sent a snapshot.
        RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(properties, true);
        RaftServerConfigKeys.Log.setPurgeGap(properties, 1);
        RaftServerConfigKeys.Log.Appender.setSnapshotChunkSizeMax(properties, SizeInBytes.ONE_MB);
    }

    private void limits() {
        RaftServerConfigKeys.Write.setElementLimit(properties, Courier.MAX_PENDING);
        // Ratis wants at least 1 MB.
        RaftServerConfigKeys.Write.setByteLimit(properties, SizeInBytes.valueOf(Math.max(1 << 20, 8 * entryBytes)));
        TimeDuration requestTimeout =
                ms(settings.value(RaftSettings.REQUEST_TIMEOUT).toMillis());
        // Long enough that a retry is never taken for a new command.
        RaftServerConfigKeys.RetryCache.setExpiryTime(properties, requestTimeout.multiply(3));
        // By default a pause of a minute, such as a suspended laptop, would stop the server for good.
        RaftServerConfigKeys.setCloseThreshold(properties, TimeDuration.valueOf(36_500, TimeUnit.DAYS));
    }

    private void solo() {
        properties.set(RaftConfigKeys.Rpc.TYPE_KEY, SoloRpcType.class.getName());
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(properties, ms(1));
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(properties, ms(2));
        // The leader of one commits whatever it has; remembering the commit index would only double the writes.
        RaftServerConfigKeys.Log.setLogMetadataEnabled(properties, false);
        RaftServerConfigKeys.setSleepDeviationThreshold(properties, TimeDuration.valueOf(10, TimeUnit.SECONDS));
        RaftServerConfigKeys.LeaderElection.setLeaderStepDownWaitTime(
                properties, TimeDuration.valueOf(1, TimeUnit.DAYS));
    }

    private void quorum(String self) {
        long electionMs = settings.value(RaftSettings.ELECTION_TIMEOUT).toMillis();
        properties.set(RaftConfigKeys.Rpc.TYPE_KEY, QuorumRpcType.class.getName());
        long heartbeatMs = settings.value(RaftSettings.HEARTBEAT_INTERVAL).toMillis();
        properties.setLong(QuorumRpcType.HEARTBEAT_INTERVAL_MS, heartbeatMs);
        // By default up to 5 s between attempts: whoever comes back would stand for election meanwhile.
        RaftServerConfigKeys.Log.Appender.setRetryPolicy(
                properties, "1ms,5, " + heartbeatMs + "ms," + Integer.MAX_VALUE);
        GrpcConfigKeys.Server.setLogMessageBatchDuration(properties, TimeDuration.valueOf(1, TimeUnit.MINUTES));
        RaftServerConfigKeys.Rpc.setTimeoutMin(properties, ms(electionMs));
        RaftServerConfigKeys.Rpc.setTimeoutMax(properties, ms(2 * electionMs));
        RaftServerConfigKeys.Rpc.setRequestTimeout(properties, ms(3 * electionMs));
        RaftServerConfigKeys.setSleepDeviationThreshold(properties, ms(electionMs));
        RaftServerConfigKeys.LeaderElection.setLeaderStepDownWaitTime(properties, ms(4 * electionMs));
        RaftClientConfigKeys.Rpc.setRequestTimeout(properties, ms(3 * electionMs));
        grpc(self);
    }

    private void grpc(String self) {
        String host = Membership.host(self);
        // An address that is not one of this machine's, such as a service name, cannot be bound.
        GrpcConfigKeys.Server.setHost(properties, ThisMachine.has(host) ? host : null);
        GrpcConfigKeys.Server.setPort(properties, Membership.port(self));
        GrpcConfigKeys.setUseEpoll(properties, false);
        GrpcConfigKeys.Server.setBossGroupSize(properties, 1);
        GrpcConfigKeys.Server.setWorkerGroupSize(properties, 2);
        GrpcConfigKeys.Client.setWorkerGroupSize(properties, 1);
        GrpcConfigKeys.setMessageSizeMax(properties, SizeInBytes.valueOf(entryBytes + (2 << 20)));
    }

    private static TimeDuration ms(long ms) {
        return TimeDuration.valueOf(ms, TimeUnit.MILLISECONDS);
    }
}
