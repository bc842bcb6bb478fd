package gossip.core.partition;

import gossip.api.metadata.TopicImage;
import gossip.core.topic.TopicConfig;

/**
 * What the metadata says of a topic, worked out once for each version of it.
 *
 * @param image the version
 * @param generation of the broker's defaults
 * @param config effective settings
 */
public record TopicFacts(TopicImage image, int generation, TopicConfig config) {
    /** Whether nothing of it has changed. */
    boolean isOf(TopicImage present, int presentGeneration) {
        return generation == presentGeneration && image.equals(present);
    }
}
