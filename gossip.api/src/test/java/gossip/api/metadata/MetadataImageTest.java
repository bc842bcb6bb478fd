package gossip.api.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.api.Endpoint;
import gossip.api.ErrorCode;
import gossip.api.metadata.MetadataCommand.AllocateProducerIds;
import gossip.api.metadata.MetadataCommand.AlterConfigs;
import gossip.api.metadata.MetadataCommand.AlterQuotas;
import gossip.api.metadata.MetadataCommand.CreatePartitions;
import gossip.api.metadata.MetadataCommand.CreateTopic;
import gossip.api.metadata.MetadataCommand.DeleteTopic;
import gossip.api.metadata.MetadataCommand.NameCluster;
import gossip.api.metadata.MetadataCommand.RegisterBroker;
import gossip.api.metadata.MetadataCommand.UnregisterBroker;
import gossip.api.metadata.MetadataImage.Applied;
import gossip.api.metadata.MetadataResult.Done;
import gossip.api.metadata.MetadataResult.ProducerIds;
import gossip.api.metadata.MetadataResult.Refused;
import gossip.api.metadata.MetadataResult.Registered;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MetadataImageTest {
    private static final UUID ORDERS = new UUID(1, 1);
    private static final UUID PAYMENTS = new UUID(1, 2);
    private static final MetadataImage ONE_BROKER =
            MetadataImage.EMPTY.apply(new RegisterBroker("a", List.of())).image();

    @Test
    void onlyTheFirstNameOfTheClusterCounts() {
        MetadataImage named = image(MetadataImage.EMPTY, new NameCluster(ORDERS));

        Applied again = named.apply(new NameCluster(PAYMENTS));

        assertThat(again.result()).isEqualTo(new Done());
        assertThat(again.image().clusterId()).contains(ORDERS);
    }

    @Test
    void brokersAreNumberedFromOneInOrderOfTheirFirstRegistration() {
        Applied first = MetadataImage.EMPTY.apply(new RegisterBroker("b", List.of()));
        Applied second = first.image().apply(new RegisterBroker("a", List.of()));

        assertThat(registered(first).id()).isEqualTo(1);
        assertThat(registered(second).id()).isEqualTo(2);
        assertThat(second.image().brokers()).containsOnlyKeys(1, 2);
    }

    @Test
    void brokerThatRegistersAgainKeepsItsNumberAndGetsANewEpochAndEndpoints() {
        Applied first = MetadataImage.EMPTY.apply(new RegisterBroker("a", List.of()));
        Endpoint endpoint = new Endpoint("kafka", "localhost", 9092);

        Applied second = first.image().apply(new RegisterBroker("a", List.of(endpoint)));

        assertThat(registered(second).id()).isEqualTo(registered(first).id());
        assertThat(registered(second).epoch()).isGreaterThan(registered(first).epoch());
        assertThat(second.image().brokers().get(1).endpoints()).containsExactly(endpoint);
    }

    @Test
    void createdTopicIsFoundByNameAndById() {
        MetadataImage image = image(ONE_BROKER, create("orders", ORDERS, 3));

        assertThat(image.topic("orders")).isEqualTo(image.topic(ORDERS)).isPresent();
        assertThat(image.topic("orders").orElseThrow().partitionCount()).isEqualTo(3);
        assertThat(image.topicCount()).isEqualTo(1);
        assertThat(ONE_BROKER.topicCount()).isZero();
    }

    @Test
    void secondTopicOfTheSameNameIsRefused() {
        MetadataImage image = image(ONE_BROKER, create("orders", ORDERS, 3));

        Applied again = image.apply(create("orders", PAYMENTS, 1));

        assertThat(refusal(again)).isEqualTo(ErrorCode.TOPIC_ALREADY_EXISTS);
        assertThat(again.image()).isSameAs(image);
    }

    @Test
    void nameThatDiffersInDotsAndUnderscoresAloneIsRefusedWhileTheOtherIsThere() {
        MetadataImage image = image(ONE_BROKER, create("a.b_c", ORDERS, 1));
        for (int i = 0; i < 2000; i++) {
            image = image(image, create("t.x_" + i, new UUID(2, i), 1));
        }
        MetadataImage.Applied applied = image.apply(create("a_b.c", PAYMENTS, 1));
        assertThat(applied.image()).isSameAs(image);
        assertThat(applied.result()).isInstanceOfSatisfying(MetadataResult.Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_TOPIC_EXCEPTION);
            assertThat(refused.message()).contains("'a_b.c'").contains("'a.b_c'");
        });
        assertThat(MetadataImage.of(image.parts()).topicCollidingWith("a_b_c"))
                .map(TopicImage::name)
                .contains("a.b_c");
        assertThat(image.topicCollidingWith("a.b_c")).isEmpty();
        assertThat(image.topicCollidingWith("a-b-c")).isEmpty();
        assertThat(image(image, new DeleteTopic(ORDERS))
                        .apply(create("a_b.c", PAYMENTS, 1))
                        .result())
                .isEqualTo(new MetadataResult.Done());
    }

    @Test
    void topicIdIsNeverGivenTwice() {
        MetadataImage image = image(ONE_BROKER, create("orders", ORDERS, 3));

        assertThat(refusal(image.apply(create("payments", ORDERS, 1)))).isEqualTo(ErrorCode.INVALID_REQUEST);
    }

    @Test
    void replicasOnUnknownBrokersAreRefused() {
        CreateTopic elsewhere = new CreateTopic("orders", ORDERS, new Assignment(2, new int[] {1, 9}), Map.of());

        assertThat(refusal(ONE_BROKER.apply(elsewhere))).isEqualTo(ErrorCode.INVALID_REPLICA_ASSIGNMENT);
    }

    @Test
    void deletedTopicIsGoneUnderBothNames() {
        MetadataImage image = image(
                ONE_BROKER, create("orders", ORDERS, 3), create("payments", PAYMENTS, 1), new DeleteTopic(ORDERS));

        assertThat(image.topic("orders")).isEmpty();
        assertThat(image.topic(ORDERS)).isEmpty();
        assertThat(image.topics()).extracting(TopicImage::name).containsExactly("payments");
    }

    @Test
    void deletingATopicThatIsNotThereIsRefused() {
        assertThat(refusal(ONE_BROKER.apply(new DeleteTopic(ORDERS)))).isEqualTo(ErrorCode.UNKNOWN_TOPIC_ID);
    }

    @Test
    void nameOfADeletedTopicIsFreeAgain() {
        MetadataImage image =
                image(ONE_BROKER, create("orders", ORDERS, 3), new DeleteTopic(ORDERS), create("orders", PAYMENTS, 1));

        assertThat(image.topic("orders").orElseThrow().id()).isEqualTo(PAYMENTS);
    }

    @Test
    void topicGrowsBehindItsPresentPartitions() {
        MetadataImage image = image(
                ONE_BROKER,
                new RegisterBroker("b", List.of()),
                create("orders", ORDERS, 2),
                new CreatePartitions(ORDERS, 2, Assignment.onOne(2, 2)));

        TopicImage topic = image.topic("orders").orElseThrow();
        assertThat(topic.assignment()).isEqualTo(new Assignment(1, new int[] {1, 1, 2, 2}));
        assertThat(image.topic(ORDERS)).contains(topic);
    }

    @Test
    void growthFromAnotherCountThanExpectedIsRefused() {
        MetadataImage image = image(ONE_BROKER, create("orders", ORDERS, 2));

        Applied grown = image.apply(new CreatePartitions(ORDERS, 3, Assignment.onOne(1, 1)));

        assertThat(refusal(grown)).isEqualTo(ErrorCode.INVALID_PARTITIONS);
        assertThat(grown.image()).isSameAs(image);
    }

    @Test
    void growthWithAnotherReplicationFactorIsRefused() {
        MetadataImage image = image(ONE_BROKER, new RegisterBroker("b", List.of()), create("orders", ORDERS, 2));

        Applied grown = image.apply(new CreatePartitions(ORDERS, 2, new Assignment(2, new int[] {1, 2})));

        assertThat(refusal(grown)).isEqualTo(ErrorCode.INVALID_REPLICA_ASSIGNMENT);
    }

    @Test
    void growthOfAnUnknownTopicIsRefused() {
        assertThat(refusal(ONE_BROKER.apply(new CreatePartitions(ORDERS, 1, Assignment.onOne(1, 1)))))
                .isEqualTo(ErrorCode.UNKNOWN_TOPIC_ID);
    }

    @Test
    void configsAreSetAndRemovedTogether() {
        ConfigResource orders = new ConfigResource(ConfigResource.Type.TOPIC, "orders");
        MetadataImage image = image(
                ONE_BROKER,
                create("orders", ORDERS, 1),
                new AlterConfigs(orders, Map.of("a", "1", "b", "2"), Set.of()),
                new AlterConfigs(orders, Map.of("b", "3", "c", "4"), Set.of("a", "absent")));

        assertThat(image.configs(orders)).containsExactlyInAnyOrderEntriesOf(Map.of("b", "3", "c", "4"));
        assertThat(image.topic(ORDERS).orElseThrow().configs()).isEqualTo(image.configs(orders));
    }

    @Test
    void configsOfAnUnknownTopicAreRefused() {
        ConfigResource orders = new ConfigResource(ConfigResource.Type.TOPIC, "orders");

        assertThat(refusal(ONE_BROKER.apply(new AlterConfigs(orders, Map.of("a", "1"), Set.of()))))
                .isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    }

    @Test
    void brokerConfigsAreKeptApartFromThoseOfAllBrokers() {
        ConfigResource one = new ConfigResource(ConfigResource.Type.BROKER, "1");
        ConfigResource all = new ConfigResource(ConfigResource.Type.BROKER, "");
        MetadataImage image = image(
                ONE_BROKER,
                new AlterConfigs(one, Map.of("a", "1"), Set.of()),
                new AlterConfigs(all, Map.of("a", "2"), Set.of()));

        assertThat(image.configs(one)).containsEntry("a", "1");
        assertThat(image.configs(all)).containsEntry("a", "2");
    }

    @Test
    void settingsThatAreAllRemovedLeaveNothingBehind() {
        ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, "g");
        MetadataImage set = image(ONE_BROKER, new AlterConfigs(group, Map.of("a", "1"), Set.of()));

        assertThat(set.configs().names(ConfigResource.Type.GROUP)).containsExactly("g");
        assertThat(image(set, new AlterConfigs(group, Map.of(), Set.of("a"))).configs())
                .isEqualTo(ConfigsImage.EMPTY);
    }

    @Test
    void logLevelsAreNotKept() {
        ConfigResource loggers = new ConfigResource(ConfigResource.Type.BROKER_LOGGER, "1");

        assertThat(refusal(ONE_BROKER.apply(new AlterConfigs(loggers, Map.of("root", "INFO"), Set.of()))))
                .isEqualTo(ErrorCode.INVALID_REQUEST);
    }

    @Test
    void quotasAreSetAndLifted() {
        QuotaEntity anna = new QuotaEntity(Map.of(QuotaEntity.Type.USER, Optional.of("anna")));
        MetadataImage limited =
                image(ONE_BROKER, new AlterQuotas(anna, Map.of("producer_byte_rate", 1.5), Set.of("absent")));

        assertThat(limited.quotas().byEntity()).containsOnlyKeys(anna);
        assertThat(image(limited, new AlterQuotas(anna, Map.of(), Set.of("producer_byte_rate")))
                        .quotas())
                .isEqualTo(QuotasImage.EMPTY);
    }

    @Test
    void brokerIsForgottenWithItsSettingsUnlessItHasReplicas() {
        ConfigResource settings = new ConfigResource(ConfigResource.Type.BROKER, "1");
        MetadataImage image = image(ONE_BROKER, new AlterConfigs(settings, Map.of("a", "1"), Set.of()));

        assertThat(refusal(image(image, create("orders", ORDERS, 1)).apply(new UnregisterBroker(1))))
                .isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(refusal(image.apply(new UnregisterBroker(2)))).isEqualTo(ErrorCode.BROKER_ID_NOT_REGISTERED);
        MetadataImage without = image(image, new UnregisterBroker(1));
        assertThat(without.brokers()).isEmpty();
        assertThat(without.configs(settings)).isEmpty();
    }

    @Test
    void producerIdsAreNeverGivenTwice() {
        Applied first = MetadataImage.EMPTY.apply(new AllocateProducerIds(1000));
        Applied second = first.image().apply(new AllocateProducerIds(10));

        assertThat(first.result()).isEqualTo(new ProducerIds(0, 1000));
        assertThat(second.result()).isEqualTo(new ProducerIds(1000, 10));
    }

    @Test
    void blockOfNoProducerIdsIsRefused() {
        assertThat(refusal(MetadataImage.EMPTY.apply(new AllocateProducerIds(0))))
                .isEqualTo(ErrorCode.INVALID_REQUEST);
    }

    @Test
    void manyTopicsAreAllFoundAndTheRestStayWhenOneGoes() {
        MetadataImage image = ONE_BROKER;
        for (int i = 0; i < 3000; i++) {
            image = image(image, create("topic-" + i, new UUID(0, i), 1));
        }

        MetadataImage without = image(image, new DeleteTopic(new UUID(0, 1234)));

        assertThat(image.topicCount()).isEqualTo(3000);
        assertThat(image.topics()).hasSize(3000);
        assertThat(without.topicCount()).isEqualTo(2999);
        assertThat(without.topic("topic-1234")).isEmpty();
        assertThat(without.topic("topic-1235")).isPresent();
        assertThat(image.topic("topic-1234")).isPresent();
    }

    @Test
    void imageOfItsPartsIsTheSame() {
        MetadataImage image = image(
                ONE_BROKER,
                new NameCluster(PAYMENTS),
                create("orders", ORDERS, 3),
                new AllocateProducerIds(7),
                new AlterConfigs(new ConfigResource(ConfigResource.Type.BROKER, "1"), Map.of("a", "1"), Set.of()));

        MetadataImage copy = MetadataImage.of(image.parts());

        assertThat(copy.parts()).isEqualTo(image.parts());
        assertThat(copy.topic(ORDERS)).isEqualTo(image.topic("orders"));
    }

    @Test
    void partitionsOfATopicHaveTheFirstReplicaAsLeader() {
        TopicImage topic = new TopicImage("orders", ORDERS, new Assignment(2, new int[] {3, 1, 1, 2}), Map.of());

        assertThat(topic.leader(0)).isEqualTo(3);
        assertThat(topic.leader(1)).isEqualTo(1);
        assertThat(topic.has(2)).isFalse();
        assertThatThrownBy(() -> topic.leaderEpoch(2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static MetadataImage image(MetadataImage start, MetadataCommand... commands) {
        MetadataImage image = start;
        for (MetadataCommand command : commands) {
            Applied applied = image.apply(command);
            assertThat(applied.result()).isNotInstanceOf(Refused.class);
            image = applied.image();
        }
        return image;
    }

    private static CreateTopic create(String name, UUID id, int partitions) {
        return new CreateTopic(name, id, Assignment.onOne(partitions, 1), Map.of());
    }

    private static BrokerRegistration registered(Applied applied) {
        return ((Registered) applied.result()).registration();
    }

    private static ErrorCode refusal(Applied applied) {
        return ((Refused) applied.result()).code();
    }
}
