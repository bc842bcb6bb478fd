package gossip.core.group;

import java.util.List;

/**
 * One group as a pure state machine: events and the time go in, answers, changes to keep and the wish to be woken come out.
 * It never completes a reply itself, reads no clock and starts nothing. Callers come one at a time. What it gave out to be
 * kept, brought back as {@link GroupEvent.Restore}, makes a new machine that goes on where this one was.
 */
sealed interface GroupMachine permits ClassicMachine {
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
}
