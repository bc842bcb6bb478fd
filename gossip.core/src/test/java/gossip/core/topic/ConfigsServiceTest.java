package gossip.core.topic;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.ErrorCode;
import gossip.api.broker.Configs;
import gossip.api.broker.Configs.Action;
import gossip.api.broker.Configs.Alteration;
import gossip.api.broker.Configs.Altered;
import gossip.api.broker.Configs.Described;
import gossip.api.broker.Configs.Edit;
import gossip.api.broker.Configs.Entry;
import gossip.api.broker.Configs.Source;
import gossip.api.broker.RequestContext;
import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import gossip.api.config.Settings;
import gossip.api.metadata.Assignment;
import gossip.api.metadata.ConfigResource;
import gossip.api.metadata.MetadataCommand;
import gossip.api.security.Principal;
import gossip.core.security.Guard;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConfigsServiceTest {
    private static final RequestContext CLIENT = new RequestContext(Principal.ANONYMOUS, "c", "h", "kafka");
    private static final ConfigResource TOPIC = new ConfigResource(ConfigResource.Type.TOPIC, "t");
    private static final ConfigResource BROKER = new ConfigResource(ConfigResource.Type.BROKER, "1");
    private static final ConfigResource ALL_BROKERS = new ConfigResource(ConfigResource.Type.BROKER, "");
    private static final Setting<Integer> CONNECTIONS = Setting.of(
                    "network.max_connections", SettingType.INT, 10, "A plugin's.")
            .require(count -> count > 0, "at least 1")
            .asDynamic();
    private static final Setting<String> PASSWORD =
            Setting.of("x.password", SettingType.TEXT, "", "A secret.").asSecret();

    private final MemoryMetadata metadata = new MemoryMetadata(1);
    private final Settings settings = new Settings() {
        @Override
        public <T> T value(Setting<T> setting) {
            return switch (setting.key()) {
                case "storage.retention_time" -> setting.parse("1h");
                case "x.password" -> setting.parse("hunter2");
                default -> setting.defaultValue();
            };
        }
    };
    private final TopicSettings topicSettings = new TopicSettings(settings);
    private final ConfigsService configs = service(Guard.OPEN);

    private ConfigsService service(Guard guard) {
        List<Setting<?>> declared = new java.util.ArrayList<>(TopicSettings.SETTINGS);
        declared.add(PASSWORD);
        declared.add(CONNECTIONS);
        return new ConfigsService(metadata, guard, 1, topicSettings, settings, declared);
    }

    @BeforeEach
    void topicWithAnOverride() {
        metadata.submit(new MetadataCommand.CreateTopic(
                "t", UUID.randomUUID(), Assignment.onOne(1, 1), Map.of("segment.bytes", "2097152")));
    }

    private Described describe(ConfigResource resource) {
        return configs.describe(CLIENT, List.of(resource)).getFirst();
    }

    private Entry entry(ConfigResource resource, String name) {
        return describe(resource).entries().stream()
                .filter(e -> e.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Altered alter(boolean replaceAll, Edit... edits) {
        return configs.alter(CLIENT, List.of(new Alteration(TOPIC, List.of(edits), replaceAll)), false)
                .toCompletableFuture()
                .join()
                .getFirst();
    }

    private Altered alter(ConfigResource resource, Edit... edits) {
        return configs.alter(CLIENT, List.of(new Alteration(resource, List.of(edits), false)), false)
                .toCompletableFuture()
                .join()
                .getFirst();
    }

    private static Edit edit(Action action, String name, String value) {
        return new Edit(name, action, Optional.ofNullable(value));
    }

    private Map<String, String> overrides() {
        return metadata.image().topic("t").orElseThrow().configs();
    }

    @Test
    void topicSettingsSayWhereTheyComeFrom() {
        Entry overridden = entry(TOPIC, "segment.bytes");
        assertThat(overridden.value()).contains("2097152");
        assertThat(overridden.source()).isEqualTo(Source.TOPIC);
        assertThat(overridden.type()).isEqualTo(Configs.ValueType.INT);
        assertThat(overridden.synonyms())
                .extracting(Configs.Synonym::name)
                .containsExactly("segment.bytes", "log.segment.bytes");
        Entry configured = entry(TOPIC, "retention.ms");
        assertThat(configured.value()).contains("3600000");
        assertThat(configured.source()).isEqualTo(Source.BROKER_STATIC);
        assertThat(configured.synonyms())
                .extracting(Configs.Synonym::source)
                .containsExactly(Source.BROKER_STATIC, Source.DEFAULT);
        assertThat(entry(TOPIC, "cleanup.policy").source()).isEqualTo(Source.DEFAULT);
        assertThat(describe(TOPIC).entries()).hasSameSizeAs(TopicOverrides.ALL);
    }

    @Test
    void brokerSettingsHaveTheirOwnKeysAndKafkasNames() {
        assertThat(entry(BROKER, "storage.retention_time").value()).contains("1h");
        Entry kafkas = entry(BROKER, "log.retention.ms");
        assertThat(kafkas.value()).contains("3600000");
        assertThat(kafkas.source()).isEqualTo(Source.BROKER_STATIC);
        assertThat(kafkas.readOnly()).isFalse();
        assertThat(entry(BROKER, "broker.id").value()).contains("1");
        assertThat(entry(BROKER, "log.segment.bytes").source()).isEqualTo(Source.DEFAULT);
    }

    @Test
    void secretsAreNotShown() {
        Entry secret = entry(BROKER, "x.password");
        assertThat(secret.sensitive()).isTrue();
        assertThat(describe(BROKER).toString()).doesNotContain("hunter2");
    }

    @Test
    void unknownResourcesAreRefused() {
        assertThat(describe(new ConfigResource(ConfigResource.Type.TOPIC, "u")).error())
                .isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(describe(new ConfigResource(ConfigResource.Type.TOPIC, "a b"))
                        .error())
                .isEqualTo(ErrorCode.INVALID_TOPIC_EXCEPTION);
        assertThat(describe(new ConfigResource(ConfigResource.Type.BROKER, "2")).error())
                .isEqualTo(ErrorCode.INVALID_REQUEST);
    }

    @Test
    void settingsAreSetAndPutBack() {
        assertThat(alter(false, edit(Action.SET, "retention.ms", "5")).error()).isEqualTo(ErrorCode.NONE);
        assertThat(overrides()).containsEntry("retention.ms", "5").containsKey("segment.bytes");
        assertThat(alter(false, edit(Action.DELETE, "retention.ms", null)).error())
                .isEqualTo(ErrorCode.NONE);
        assertThat(overrides()).doesNotContainKey("retention.ms");
    }

    @Test
    void listsAreAppendedToAndSubtractedFrom() {
        alter(false, edit(Action.APPEND, "cleanup.policy", "compact"));
        assertThat(overrides()).containsEntry("cleanup.policy", "delete,compact");
        alter(false, edit(Action.SUBTRACT, "cleanup.policy", "delete"));
        assertThat(overrides()).containsEntry("cleanup.policy", "compact");
        assertThat(alter(false, edit(Action.APPEND, "retention.ms", "5")).error())
                .isEqualTo(ErrorCode.INVALID_CONFIG);
    }

    @Test
    void replacingPutsEverythingElseBack() {
        assertThat(alter(true, edit(Action.SET, "retention.ms", "5")).error()).isEqualTo(ErrorCode.NONE);
        assertThat(overrides()).containsExactly(Map.entry("retention.ms", "5"));
    }

    @Test
    void oneWrongEditSpoilsTheResource() {
        Altered altered =
                alter(false, edit(Action.SET, "retention.ms", "5"), edit(Action.SET, "min.insync.replicas", "none"));
        assertThat(altered.error()).isEqualTo(ErrorCode.INVALID_CONFIG);
        assertThat(altered.message()).contains("min.insync.replicas");
        assertThat(overrides()).doesNotContainKey("retention.ms");
        assertThat(alter(false, edit(Action.SET, "retention.mz", "5")).message())
                .contains("'retention.ms'");
        assertThat(alter(false, edit(Action.SET, "retention.ms", null)).error()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(alter(false, edit(Action.SET, "retention.ms", "1"), edit(Action.DELETE, "retention.ms", null))
                        .error())
                .isEqualTo(ErrorCode.INVALID_REQUEST);
    }

    @Test
    void validationChangesNothing() {
        Alteration alteration = new Alteration(TOPIC, List.of(edit(Action.SET, "retention.ms", "5")), false);
        assertThat(configs.alter(CLIENT, List.of(alteration), true)
                        .toCompletableFuture()
                        .join()
                        .getFirst()
                        .error())
                .isEqualTo(ErrorCode.NONE);
        assertThat(overrides()).doesNotContainKey("retention.ms");
    }

    @Test
    void whatAnotherVersionStoredCanBeDeletedThoughNobodyKnowsItsName() {
        metadata.submit(new MetadataCommand.AlterConfigs(TOPIC, Map.of("from.elsewhere", "1"), java.util.Set.of()));

        assertThat(alter(TOPIC, edit(Action.SET, "from.elsewhere", "2")).error())
                .isNotEqualTo(ErrorCode.NONE);
        assertThat(alter(TOPIC, edit(Action.DELETE, "from.nowhere", null)).error())
                .isNotEqualTo(ErrorCode.NONE);
        assertThat(alter(TOPIC, edit(Action.DELETE, "from.elsewhere", null)).error())
                .isEqualTo(ErrorCode.NONE);
        assertThat(overrides()).doesNotContainKey("from.elsewhere");
    }

    @Test
    void otherSettingsOfTheBrokerAreFixed() {
        Altered fixed = alter(BROKER, edit(Action.SET, "num.partitions", "5"));
        assertThat(fixed.error()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(fixed.message()).contains("gossip.yaml");
        Altered unknown = alter(BROKER, edit(Action.SET, "log.retention.mz", "5"));
        assertThat(unknown.error()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(unknown.message()).contains("'log.retention.ms'");
        assertThat(alter(BROKER, edit(Action.SET, "log.retention.ms", "soon")).error())
                .isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(alter(new ConfigResource(ConfigResource.Type.BROKER, "2"), edit(Action.SET, "log.roll.ms", "5"))
                        .error())
                .isEqualTo(ErrorCode.INVALID_REQUEST);
    }

    @Test
    void settingOfOneBrokerWinsOverThatOfAllAndThatOverTheFile() {
        alter(ALL_BROKERS, edit(Action.SET, "log.retention.ms", "7000"));
        assertThat(entry(TOPIC, "retention.ms").value()).contains("7000");
        assertThat(entry(TOPIC, "retention.ms").source()).isEqualTo(Source.BROKERS_DYNAMIC);
        assertThat(describe(ALL_BROKERS).entries())
                .extracting(Entry::name)
                .containsExactlyInAnyOrder("log.retention.ms", "storage.retention_time");

        alter(BROKER, edit(Action.SET, "storage.retention_time", "5s"));
        Entry kafkas = entry(BROKER, "log.retention.ms");
        assertThat(kafkas.value()).contains("5000");
        assertThat(kafkas.synonyms())
                .extracting(Configs.Synonym::source)
                .containsExactly(Source.BROKER_DYNAMIC, Source.BROKERS_DYNAMIC, Source.BROKER_STATIC, Source.DEFAULT);
        assertThat(entry(BROKER, "storage.retention_time").value()).contains("5s");
        assertThat(entry(TOPIC, "retention.ms").value()).contains("5000");

        alter(BROKER, edit(Action.DELETE, "log.retention.ms", null));
        alter(ALL_BROKERS, edit(Action.DELETE, "log.retention.ms", null));
        assertThat(entry(TOPIC, "retention.ms").value()).contains("3600000");
        assertThat(describe(ALL_BROKERS).entries()).isEmpty();
    }

    @Test
    void defaultsOfTopicsWithoutASettingInTheFileCanBeChangedToo() {
        int before = topicSettings.generation();
        alter(ALL_BROKERS, edit(Action.SET, "log.cleanup.policy", "compact"));
        assertThat(topicSettings.effective(Map.of()).log().compacts()).isTrue();
        assertThat(topicSettings.generation()).isGreaterThan(before);
        assertThat(entry(BROKER, "log.cleanup.policy").source()).isEqualTo(Source.BROKERS_DYNAMIC);
    }

    @Test
    void dynamicSettingOfThePluginIsSeenAtOnceUnderBothNames() {
        assertThat(configs.value(CONNECTIONS)).isEqualTo(10);
        alter(BROKER, edit(Action.SET, "max.connections", "20"));
        assertThat(configs.value(CONNECTIONS)).isEqualTo(20);
        assertThat(entry(BROKER, "network.max_connections").value()).contains("20");
        assertThat(entry(BROKER, "max.connections").source()).isEqualTo(Source.BROKER_DYNAMIC);
        assertThat(alter(BROKER, edit(Action.SET, "max.connections", "0")).error())
                .isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(configs.value(CONNECTIONS)).isEqualTo(20);
    }

    @Test
    void limitsOfReplicationAreKeptForKafkasTools() {
        String name = "leader.replication.throttled.rate";
        assertThat(alter(BROKER, edit(Action.SET, name, "100")).error()).isEqualTo(ErrorCode.NONE);
        assertThat(entry(BROKER, name).value()).contains("100");
        assertThat(alter(BROKER, edit(Action.DELETE, name, null)).error()).isEqualTo(ErrorCode.NONE);
    }

    @Test
    void groupsHaveSettingsOfTheirOwn() {
        ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, "g");
        assertThat(entry(group, "consumer.session.timeout.ms").value()).contains("45000");
        assertThat(alter(group, edit(Action.SET, "consumer.session.timeout.ms", "50000"))
                        .error())
                .isEqualTo(ErrorCode.NONE);
        assertThat(entry(group, "consumer.session.timeout.ms").source()).isEqualTo(Source.GROUP);
        assertThat(alter(group, edit(Action.SET, "consumer.session.timeout.ms", "1"))
                        .error())
                .isEqualTo(ErrorCode.INVALID_CONFIG);
        assertThat(alter(group, edit(Action.SET, "session.timeout.ms", "50000")).error())
                .isEqualTo(ErrorCode.INVALID_CONFIG);
        assertThat(alter(new ConfigResource(ConfigResource.Type.GROUP, "")).error())
                .isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(configs.list(CLIENT, Set.of(ConfigResource.Type.GROUP))).containsExactly(group);
    }

    @Test
    void subscriptionsToClientMetricsAreCheckedKeptAndForgotten() {
        ConfigResource errors = new ConfigResource(ConfigResource.Type.CLIENT_METRICS, "errors");
        assertThat(describe(errors).entries()).isEmpty();
        assertThat(alter(errors, edit(Action.SET, "interval.ms", "99")).error()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(alter(errors, edit(Action.SET, "match", "client_color=red")).error())
                .isEqualTo(ErrorCode.INVALID_CONFIG);
        assertThat(alter(errors, edit(Action.SET, "match", "client_id=(")).error())
                .isEqualTo(ErrorCode.INVALID_CONFIG);
        assertThat(alter(errors, edit(Action.SET, "interval.ms", "1000"), edit(Action.SET, "metrics", "a.,b."))
                        .error())
                .isEqualTo(ErrorCode.NONE);
        assertThat(entry(errors, "metrics").value()).contains("a.,b.");
        assertThat(configs.list(CLIENT, Set.of(ConfigResource.Type.CLIENT_METRICS)))
                .containsExactly(errors);
        alter(errors, edit(Action.DELETE, "interval.ms", null), edit(Action.DELETE, "metrics", null));
        assertThat(configs.list(CLIENT, Set.of(ConfigResource.Type.CLIENT_METRICS)))
                .isEmpty();
    }

    @Test
    void everythingThatHasSettingsIsListed() {
        assertThat(configs.list(CLIENT, Set.of()))
                .containsExactlyInAnyOrder(TOPIC, BROKER, new ConfigResource(ConfigResource.Type.BROKER_LOGGER, "1"));
    }

    @Test
    void levelOfALoggerIsChangedAndPutBack() {
        Logger logger = Logger.getLogger("gossip.core.topic.ConfigsServiceTest.levels");
        ConfigResource loggers = new ConfigResource(ConfigResource.Type.BROKER_LOGGER, "1");
        assertThat(alter(loggers, edit(Action.SET, logger.getName(), "DEBUG")).error())
                .isEqualTo(ErrorCode.NONE);
        assertThat(logger.getLevel()).isEqualTo(Level.FINE);
        assertThat(entry(loggers, logger.getName()).value()).contains("DEBUG");
        assertThat(alter(loggers, edit(Action.SET, logger.getName(), "LOUD")).error())
                .isEqualTo(ErrorCode.INVALID_CONFIG);
        assertThat(alter(loggers, edit(Action.SET, "no.such.logger", "INFO")).error())
                .isEqualTo(ErrorCode.INVALID_CONFIG);
        assertThat(alter(loggers, edit(Action.DELETE, "root", null)).error()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(alter(loggers, edit(Action.APPEND, logger.getName(), "INFO")).error())
                .isEqualTo(ErrorCode.INVALID_REQUEST);
        alter(loggers, edit(Action.DELETE, logger.getName(), null));
        assertThat(logger.getLevel()).isNull();
        assertThat(describe(new ConfigResource(ConfigResource.Type.BROKER_LOGGER, ""))
                        .error())
                .isEqualTo(ErrorCode.INVALID_REQUEST);
    }

    @Test
    void clientNeedsPermission() {
        ConfigsService guarded = service(new Guard(List.of((context, operation, resource) -> false)));
        assertThat(guarded.describe(CLIENT, List.of(TOPIC, BROKER)))
                .extracting(Described::error)
                .containsExactly(ErrorCode.TOPIC_AUTHORIZATION_FAILED, ErrorCode.CLUSTER_AUTHORIZATION_FAILED);
        Alteration alteration = new Alteration(TOPIC, List.of(edit(Action.SET, "retention.ms", "5")), false);
        assertThat(guarded.alter(CLIENT, List.of(alteration), false)
                        .toCompletableFuture()
                        .join()
                        .getFirst()
                        .error())
                .isEqualTo(ErrorCode.TOPIC_AUTHORIZATION_FAILED);
    }
}
