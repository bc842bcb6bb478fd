/**
 * The inbound port: all that clients can ask of a broker, in no protocol's terms. Network plugins translate to it and see
 * nothing else. Start at {@link gossip.api.broker.Broker}.
 *
 * <p>Authorization happens behind the port, so that every protocol is guarded alike. Methods may be called from event loops:
 * none of them blocks. Callbacks and stages complete on threads of the broker and must not block either.
 */
package gossip.api.broker;
