/**
 * Metrics that clients push (KIP-714). {@link gossip.core.telemetry.PushSchedule} is what one client may do when, without a
 * clock; {@link gossip.core.telemetry.Subscriptions} is what the metadata wants of clients. Any thread; nothing blocks. Start
 * at {@link gossip.core.telemetry.TelemetryService}.
 */
package gossip.core.telemetry;
