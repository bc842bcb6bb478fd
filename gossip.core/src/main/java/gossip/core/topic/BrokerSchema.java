package gossip.core.topic;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.broker.Configs.Alteration;
import gossip.api.broker.Configs.Edit;
import gossip.api.config.Setting;
import gossip.core.resource.Schema;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The settings of a broker that can be changed while it runs: all defaults of topics, kept under Kafka's names in Kafka's
 * units, and those of its own that are dynamic, kept under their own keys. Immutable; any thread.
 */
final class BrokerSchema implements Schema {
    /** Kafka's names of defaults of topics by own key. */
    private static final Map<String, String> STORAGE = BrokerDefault.ALL.stream()
            .collect(Collectors.toUnmodifiableMap(
                    given -> given.brokerSetting().key(), given -> BrokerNames.of(given.topicSetting())));

    private final Map<String, Setting<?>> byName = new HashMap<>();
    private final Map<String, Setting<?>> own = new HashMap<>();
    private final TopicSettings topicSettings;

    BrokerSchema(Collection<? extends Setting<?>> declared, TopicSettings topicSettings) {
        this.topicSettings = topicSettings;
        byName.putAll(BrokerNames.TOPIC_SETTINGS);
        byName.putAll(ForeignBrokerSettings.BY_NAME);
        for (Setting<?> setting : declared) {
            own.put(setting.key(), setting);
            if (setting.isDynamic()) {
                byName.put(setting.key(), setting);
            }
        }
    }

    /** The name under which a setting is kept; empty if it cannot be changed while the broker runs. */
    Optional<String> kept(String name) {
        String storage = STORAGE.get(name);
        if (storage != null) {
            return Optional.of(storage);
        }
        String key = KafkaNames.ownKey(name).orElse(name);
        return byName.containsKey(name) ? Optional.of(name) : Optional.of(key).filter(byName::containsKey);
    }

    /** The same edits by the names and in the units in which settings are kept. */
    Alteration translate(Alteration alteration) {
        List<Edit> edits = alteration.edits().stream().map(this::translate).toList();
        return new Alteration(alteration.resource(), edits, alteration.replaceAll());
    }

    private Edit translate(Edit edit) {
        String kept = kept(edit.name()).orElseThrow(() -> fixed(edit.name()));
        return new Edit(kept, edit.action(), edit.value().map(text -> translate(edit.name(), kept, text)));
    }

    private String translate(String name, String kept, String text) {
        try {
            if (STORAGE.containsKey(name) && !name.equals(kept)) {
                return toKafka(kept, java.util.Objects.requireNonNull(own.get(name)), text);
            }
            return KafkaNames.ownKey(name).isPresent() && !name.equals(kept)
                    ? BrokerValues.fromKafka(setting(kept), text)
                    : text;
        } catch (IllegalArgumentException e) {
            throw invalid(name, text, e);
        }
    }

    private static <T> String toKafka(String kafkaName, Setting<T> setting, String text) {
        return BrokerValues.toKafka(kafkaName, setting, setting.parse(text));
    }

    @Override
    public Setting<?> setting(String name) {
        Setting<?> setting = byName.get(name);
        if (setting == null) {
            throw fixed(name);
        }
        return setting;
    }

    @Override
    public <T> String defaultText(Setting<T> setting) {
        return BrokerNames.TOPIC_SETTINGS.containsValue(setting)
                ? topicSettings.defaultText(setting)
                : setting.format(setting.defaultValue());
    }

    @Override
    public void check(Map<String, String> after) {
        after.forEach((name, text) -> {
            try {
                setting(name).parse(text);
            } catch (IllegalArgumentException e) {
                throw invalid(name, text, e);
            }
        });
    }

    private BrokerException fixed(String name) {
        boolean known = own.containsKey(name) || KafkaNames.ownKey(name).isPresent();
        return new BrokerException(
                ErrorCode.INVALID_REQUEST,
                known
                        ? "'" + name + "' cannot be changed while the broker runs: change gossip.yaml and restart it"
                        : "there is no setting '" + name
                                + "' of a broker that can be changed while it runs; the nearest" + " is '"
                                + Nearest.to(name, byName.keySet()) + "'");
    }

    private static BrokerException invalid(String name, String text, IllegalArgumentException cause) {
        return new BrokerException(
                ErrorCode.INVALID_REQUEST,
                "'" + name + "' of a broker cannot be '" + text + "': " + cause.getMessage(),
                cause);
    }
}
