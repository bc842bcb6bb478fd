package gossip.plugins.kafka.handler;

import gossip.api.ErrorCode;
import gossip.api.broker.Quotas;
import gossip.plugins.kafka.api.Call;

/** Tells a client whose changes of topics were refused when it may try again (KIP-599). */
final class MutationQuota {
    private final Quotas quotas;

    MutationQuota(Quotas quotas) {
        this.quotas = quotas;
    }

    /** Takes note of what came of one topic, before the answer is made. */
    void observe(Call call, ErrorCode error) {
        if (error == ErrorCode.THROTTLING_QUOTA_EXCEEDED) {
            call.delayNext(quotas.allowance(call.context(), Quotas.Use.MUTATION).delayMs());
        }
    }
}
