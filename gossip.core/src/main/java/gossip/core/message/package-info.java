/**
 * Single records, over the ports that take and give batches; start at {@link gossip.core.message.MessagesService}. Runs on the
 * threads that call it and that complete what it asks for; {@code gossip-message-timer}, which there is only while something
 * waits for its time, holds answers back.
 */
package gossip.core.message;
