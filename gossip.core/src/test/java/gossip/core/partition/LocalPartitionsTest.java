package gossip.core.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.PartitionId;
import gossip.api.metadata.Assignment;
import gossip.api.metadata.MetadataCommand;
import gossip.api.metadata.MetadataImage;
import gossip.api.replication.PartitionManager.Role;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LocalPartitionsTest {
    private static final UUID TOPIC = new UUID(1, 2);
    private final LocalPartitions partitions = new LocalPartitions();

    private static MetadataImage brokers(int count) {
        MetadataImage image = MetadataImage.EMPTY;
        for (int i = 1; i <= count; i++) {
            image = image.apply(new MetadataCommand.RegisterBroker("node" + i, List.of()))
                    .image();
        }
        return image;
    }

    @Test
    void leadsWhatIsAssignedToItAndNothingElse() {
        MetadataImage image = brokers(2)
                .apply(new MetadataCommand.CreateTopic("t", TOPIC, new Assignment(1, new int[] {1, 2}), Map.of()))
                .image();
        assertThat(partitions.role(image, 1, new PartitionId(TOPIC, 0))).isEqualTo(Role.LEADER);
        assertThat(partitions.role(image, 1, new PartitionId(TOPIC, 1))).isEqualTo(Role.NONE);
        assertThat(partitions.role(image, 1, new PartitionId(TOPIC, 2))).isEqualTo(Role.NONE);
        assertThat(partitions.role(image, 1, new PartitionId(new UUID(9, 9), 0)))
                .isEqualTo(Role.NONE);
    }

    @Test
    void newPartitionsGoRoundTheBrokersFromTheEmptiestOn() {
        MetadataImage image = brokers(3)
                .apply(new MetadataCommand.CreateTopic("t", TOPIC, new Assignment(1, new int[] {1, 3}), Map.of()))
                .image();
        assertThat(partitions.place(image, 5, 1).flat()).containsExactly(2, 3, 1, 2, 3);
    }

    @Test
    void moreReplicasThanThereCanBeAreRefused() {
        for (int factor : new int[] {0, 2, 3}) {
            assertThatExceptionOfType(BrokerException.class)
                    .isThrownBy(() -> partitions.place(brokers(2), 1, factor))
                    .matches(e -> e.code() == ErrorCode.INVALID_REPLICATION_FACTOR)
                    .withMessageContaining(String.valueOf(factor));
        }
    }
}
