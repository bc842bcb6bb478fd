package gossip.plugins.kafka.handler;

import gossip.api.metadata.QuotaEntity;
import java.util.Optional;
import org.apache.kafka.common.quota.ClientQuotaEntity;

/** The words that the protocol has for what a quota is for. */
final class QuotaTypes {
    private QuotaTypes() {}

    static Optional<QuotaEntity.Type> find(String word) {
        return switch (word) {
            case ClientQuotaEntity.USER -> Optional.of(QuotaEntity.Type.USER);
            case ClientQuotaEntity.CLIENT_ID -> Optional.of(QuotaEntity.Type.CLIENT_ID);
            case ClientQuotaEntity.IP -> Optional.of(QuotaEntity.Type.IP);
            default -> Optional.empty();
        };
    }

    static String of(QuotaEntity.Type type) {
        return switch (type) {
            case USER -> ClientQuotaEntity.USER;
            case CLIENT_ID -> ClientQuotaEntity.CLIENT_ID;
            case IP -> ClientQuotaEntity.IP;
        };
    }
}
