package gossip.core.group;

import gossip.api.metadata.MetadataImage;

/**
 * When an event happens, and in which world.
 *
 * @param timerMs ms from anywhere, that only go on; for deadlines
 * @param wallMs ms since 1970; for what is written down
 * @param metadata topics and settings
 */
record Moment(long timerMs, long wallMs, MetadataImage metadata) {}
