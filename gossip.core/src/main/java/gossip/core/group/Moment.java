package gossip.core.group;

/**
 * The time of an event.
 *
 * @param timerMs ms from anywhere, that only go on; for deadlines
 * @param wallMs ms since 1970; for what is written down
 */
record Moment(long timerMs, long wallMs) {}
