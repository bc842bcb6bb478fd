package gossip.core.partition;

import gossip.api.metadata.TopicImage;
import gossip.core.topic.TopicConfig;

/**
 * What the metadata says of a topic, worked out once for each version of it.
 *
 * @param image the version
 * @param config effective settings
 */
public record TopicFacts(TopicImage image, TopicConfig config) {}
