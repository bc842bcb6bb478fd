package gossip.core.message;

import gossip.api.broker.Groups;
import gossip.api.broker.Messages;
import gossip.api.metadata.MetadataStore;

/**
 * What members work with.
 *
 * @param groups where they are members
 * @param messages what they read with
 * @param metadata names and ids of topics
 * @param timer when they beat
 */
record MemberParts(Groups groups, Messages messages, MetadataStore metadata, MessageTimer timer) {}
