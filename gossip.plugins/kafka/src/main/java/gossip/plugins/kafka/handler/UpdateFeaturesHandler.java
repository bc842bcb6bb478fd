package gossip.plugins.kafka.handler;

import gossip.api.broker.Administration;
import gossip.api.broker.Administration.FeatureUpdate;
import gossip.api.broker.Administration.Outcome;
import gossip.plugins.kafka.api.ApiHandler;
import gossip.plugins.kafka.api.Call;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.UpdateFeaturesRequestData;
import org.apache.kafka.common.message.UpdateFeaturesRequestData.FeatureUpdateKey;
import org.apache.kafka.common.message.UpdateFeaturesResponseData;
import org.apache.kafka.common.message.UpdateFeaturesResponseData.UpdatableFeatureResult;

/** Changes features, of which there are none that can be changed (KIP-584). */
final class UpdateFeaturesHandler implements ApiHandler<UpdateFeaturesRequestData> {
    private static final short FIRST_VERSION_WITH_ONE_OUTCOME = 2;
    private static final byte UPGRADE = 1;

    private final Administration administration;

    UpdateFeaturesHandler(Administration administration) {
        this.administration = administration;
    }

    @Override
    public void handle(Call call, UpdateFeaturesRequestData request) {
        List<FeatureUpdate> updates = new ArrayList<>();
        for (FeatureUpdateKey update : request.featureUpdates()) {
            boolean isUpgrade = call.version() == 0 ? !update.allowDowngrade() : update.upgradeType() == UPGRADE;
            updates.add(new FeatureUpdate(update.feature(), update.maxVersionLevel(), isUpgrade));
        }
        Outcome outcome = administration.updateFeatures(call.context(), updates);
        UpdateFeaturesResponseData response = new UpdateFeaturesResponseData();
        if (call.version() >= FIRST_VERSION_WITH_ONE_OUTCOME) {
            response.setErrorCode(outcome.error().code()).setErrorMessage(Texts.orNull(outcome.message()));
        } else {
            updates.forEach(update -> response.results()
                    .add(new UpdatableFeatureResult()
                            .setFeature(update.name())
                            .setErrorCode(outcome.error().code())
                            .setErrorMessage(Texts.orNull(outcome.message()))));
        }
        call.reply(response);
    }
}
