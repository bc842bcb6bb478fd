/**
 * Quotas of clients. {@link gossip.core.quota.QuotaRules} is what the metadata says, worked out for look-ups; {@link
 * gossip.core.quota.LeakyBucket} is what one client has used, without a clock; {@link gossip.core.quota.QuotaLedger} keeps the
 * buckets. Any thread; nothing blocks. Start at {@link gossip.core.quota.QuotasService}.
 */
package gossip.core.quota;
