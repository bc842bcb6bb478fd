package gossip.core.group;

import gossip.api.broker.ConsumerGroups;
import gossip.api.broker.Groups;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One group as a pure state machine: events and the time go in, answers, changes to keep and the wish to be woken come out.
 * It never completes a reply itself, reads no clock and starts nothing. Callers come one at a time. What it gave out to be
 * kept, brought back as {@link GroupEvent.Restore}, makes a new machine that goes on where this one was.
 */
sealed interface GroupMachine permits ClassicMachine, ConsumerMachine {
    /** Type of groups of the classic protocol. */
    String CLASSIC = "classic";

    /** Type of groups of the consumer protocol. */
    String CONSUMER = "consumer";

    /**
     * Takes an event.
     *
     * @param event what happened
     * @param now when; not before the last event
     * @return what to do, in order; answers wait until all changes to keep are durable
     */
    List<GroupEffect> apply(GroupEvent event, Moment now);

    /** Whether the group was deleted or given up. */
    boolean isDead();

    /** Whether it has no members, and nobody who is about to become one. */
    boolean isVacant();

    /** Since when it has had no members, in ms since 1970; of no meaning while it has some. */
    long emptySinceMs();

    /** Changes whenever members come, go or change. */
    int generation();

    int memberCount();

    /** Whether a member is subscribed to a topic; every topic counts while that cannot be known. */
    boolean isSubscribed(String topic);

    /** Whether it has members of whom the broker cannot know what they read. */
    boolean isOpaque();

    /**
     * Patterns of members for which all topics have to be looked through before the next heartbeat.
     *
     * @param fresh a pattern that a member brings
     * @param nowMs ms of the timer
     */
    Set<String> unresolvedPatterns(Optional<String> fresh, long nowMs);

    /** The group as a line of a list. */
    Groups.Listed listed();

    /** The group as the classic protocol describes it, unless it is of another. */
    Optional<Groups.Described> described();

    /** The group as the consumer protocol describes it, unless it is of another. */
    Optional<ConsumerGroups.DescribedConsumers> describedConsumers();
}
