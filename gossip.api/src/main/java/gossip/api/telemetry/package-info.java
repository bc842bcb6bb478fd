/** The SPI for metrics that clients push (KIP-714). Start at {@link gossip.api.telemetry.TelemetryReceiver}. */
package gossip.api.telemetry;
