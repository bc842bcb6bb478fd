/**
 * The log of what administrators did and what was refused. Any thread notes; one thread, which is there only while there is
 * something to write, writes. Start at {@link gossip.core.audit.AuditLog}.
 */
package gossip.core.audit;
