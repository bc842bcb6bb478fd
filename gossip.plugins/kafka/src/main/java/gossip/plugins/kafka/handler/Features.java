package gossip.plugins.kafka.handler;

import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ApiVersionsResponseData.FinalizedFeatureKey;
import org.apache.kafka.common.message.ApiVersionsResponseData.SupportedFeatureKey;

/** The features of the cluster that clients go by (KIP-584). */
final class Features {
    /** With level 2 producers take a new epoch after each transaction (KIP-890). */
    private static final String TRANSACTIONS = "transaction.version";

    private static final short TRANSACTIONS_LEVEL = 2;

    private Features() {}

    static ApiVersionsResponseData tell(ApiVersionsResponseData response) {
        response.supportedFeatures()
                .add(new SupportedFeatureKey()
                        .setName(TRANSACTIONS)
                        .setMinVersion((short) 0)
                        .setMaxVersion(TRANSACTIONS_LEVEL));
        response.finalizedFeatures()
                .add(new FinalizedFeatureKey()
                        .setName(TRANSACTIONS)
                        .setMinVersionLevel(TRANSACTIONS_LEVEL)
                        .setMaxVersionLevel(TRANSACTIONS_LEVEL));
        return response.setFinalizedFeaturesEpoch(0);
    }
}
