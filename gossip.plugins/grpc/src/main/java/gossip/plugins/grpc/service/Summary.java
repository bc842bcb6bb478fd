package gossip.plugins.grpc.service;

import gossip.api.ErrorCode;
import gossip.api.TopicPartition;
import gossip.api.broker.Messages.Message;
import gossip.api.broker.Messages.Sent;
import gossip.plugins.grpc.v1.ProduceFailure;
import gossip.plugins.grpc.v1.ProduceSummary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What came of the records of a stream. One thread at a time. */
final class Summary {
    private static final int MAX_FAILURES = 100;
    private static final int MAX_ENDS = 1_000;

    private final ProduceSummary.Builder summary = ProduceSummary.newBuilder();
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private long count;

    void add(List<Message> messages, List<Sent> sent) {
        for (int i = 0; i < sent.size(); i++) {
            Sent one = sent.get(i);
            if (one.error() == ErrorCode.NONE) {
                summary.setAppended(summary.getAppended() + 1);
                note(messages.get(i).topic(), one);
            } else {
                fail(one);
            }
            count++;
        }
    }

    private void note(String topic, Sent sent) {
        TopicPartition partition = new TopicPartition(topic, sent.partition());
        if (sent.offset() >= 0 && (ends.size() < MAX_ENDS || ends.containsKey(partition))) {
            ends.merge(partition, sent.offset() + 1, Math::max);
        }
    }

    private void fail(Sent sent) {
        summary.setFailed(summary.getFailed() + 1);
        if (summary.getFailuresCount() < MAX_FAILURES) {
            summary.addFailures(ProduceFailure.newBuilder().setIndex(count).setResult(Sends.result(sent)));
        }
    }

    ProduceSummary build() {
        ends.forEach((partition, offset) -> summary.addEnds(Wire.position(partition, offset)));
        return summary.build();
    }
}
