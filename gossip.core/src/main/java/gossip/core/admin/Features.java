package gossip.core.admin;

import gossip.api.ErrorCode;
import gossip.api.broker.Administration.Feature;
import gossip.api.broker.Administration.FeatureUpdate;
import gossip.api.broker.Administration.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * What every version of this broker can do, by Kafka's names. There is one level of each, so that none can be changed: a
 * broker that could do less would be another version.
 */
final class Features {
    /** Kafka 4.0, the oldest whose tools know everything that is announced here. */
    private static final short METADATA_VERSION = 25;

    static final List<Feature> ALL = List.of(
            new Feature("group.version", (short) 1),
            new Feature("metadata.version", METADATA_VERSION),
            new Feature("transaction.version", (short) 2));

    private Features() {}

    /** What would come of updates; the first that cannot be done decides. */
    static Outcome update(List<FeatureUpdate> updates) {
        for (FeatureUpdate update : updates) {
            String problem = problem(update);
            if (!problem.isEmpty()) {
                return new Outcome(
                        ErrorCode.INVALID_UPDATE_VERSION,
                        "Invalid update version " + update.level() + " for feature " + update.name() + ". " + problem);
            }
        }
        return Outcome.DONE;
    }

    private static String problem(FeatureUpdate update) {
        if (update.level() < 0) {
            return "A level cannot be less than 0.";
        }
        Optional<Feature> known = ALL.stream()
                .filter(feature -> feature.name().equals(update.name()))
                .findFirst();
        if (known.isEmpty()) {
            return update.level() == 0 ? "" : "This broker does not have the feature.";
        }
        short only = known.get().level();
        return update.level() == only ? "" : "This broker only has level " + only + ".";
    }
}
