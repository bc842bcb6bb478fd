/**
 * Turns responses into bytes on their way to the socket: small things are copied into one buffer, runs of records are sent
 * from where they lie. Everything here is confined to the connection's event loop. Start at {@link
 * gossip.plugins.kafka.reply.ReplyWriter}.
 */
package gossip.plugins.kafka.reply;
