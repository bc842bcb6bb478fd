/**
 * Topics and settings: what a topic may be called, what it may be told, and how that is changed. Everything here reads the
 * metadata image and submits commands; no thread is owned, callers are network threads and stages of the metadata store.
 * Start at {@link gossip.core.topic.TopicSettings} for settings and {@link gossip.core.topic.TopicsService} for topics.
 */
@org.jspecify.annotations.NullMarked
package gossip.core.topic;
