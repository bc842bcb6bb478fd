package gossip.raft.engine;

import gossip.api.config.NodeSettings;
import gossip.api.config.Setting;
import gossip.api.config.Settings;
import gossip.raft.RaftSettings;
import java.io.File;
import java.util.List;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.grpc.GrpcTlsConfig;

/** How the nodes of a quorum know each other: by certificates if there are some, else by their addresses. */
final class QuorumSecurity {
    private QuorumSecurity() {}

    /**
     * What Ratis is told.
     *
     * @throws IllegalArgumentException naming the settings that do not fit together
     */
    static Parameters of(Settings settings, Membership membership) {
        Parameters parameters = new Parameters();
        if (membership.isSolo()) {
            return parameters;
        }
        if (hasCertificates(settings)) {
            GrpcTlsConfig tls = new GrpcTlsConfig(
                    file(settings, RaftSettings.TLS_KEY),
                    file(settings, RaftSettings.TLS_CERTIFICATE),
                    file(settings, RaftSettings.TLS_AUTHORITIES),
                    true);
            GrpcConfigKeys.TLS.setConf(parameters, tls);
        } else if (!settings.value(NodeSettings.ALLOW_ANONYMOUS)) {
            List<String> hosts =
                    membership.voters().stream().map(Membership::host).toList();
            KnownPeers peers = new KnownPeers(hosts);
            GrpcConfigKeys.Server.setServicesCustomizer(parameters, (builder, services) -> builder.intercept(peers));
        }
        return parameters;
    }

    private static boolean hasCertificates(Settings settings) {
        List<String> files = List.of(
                settings.value(RaftSettings.TLS_CERTIFICATE),
                settings.value(RaftSettings.TLS_KEY),
                settings.value(RaftSettings.TLS_AUTHORITIES));
        long given = files.stream().filter(file -> !file.isEmpty()).count();
        if (given != 0 && given != files.size()) {
            throw new IllegalArgumentException(
                    "raft.tls_certificate, raft.tls_key and raft.tls_authorities belong together: set all or none");
        }
        return given > 0;
    }

    private static File file(Settings settings, Setting<String> setting) {
        File file = new File(settings.value(setting));
        if (!file.canRead()) {
            throw new IllegalArgumentException(setting.key() + " = " + file + " cannot be read");
        }
        return file;
    }
}
