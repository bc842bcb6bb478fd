package gossip.core.topic;

import gossip.api.broker.Configs.Entry;
import gossip.api.broker.Configs.Source;
import gossip.api.broker.Configs.Synonym;
import gossip.api.broker.Configs.ValueType;
import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import gossip.api.config.Settings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Describes the broker's settings under their own keys, and under Kafka's names where Kafka has the like, so that its tools
 * find what they look for. Immutable; any thread.
 */
final class BrokerEntries {
    private final List<Line> lines = new ArrayList<>();

    /**
     * Prepares.
     *
     * @param brokerId number of this broker
     * @param settings values of the configuration
     * @param declared which settings there are
     * @param schema which can be changed while the broker runs
     */
    BrokerEntries(int brokerId, Settings settings, Collection<? extends Setting<?>> declared, BrokerSchema schema) {
        lines.add(fixed("broker.id", brokerId, "Number of this broker, given when it first registered."));
        lines.add(fixed(
                "default.replication.factor", 1, "Replicas of a partition whose creator leaves it to the broker."));
        Set<String> described = new HashSet<>();
        for (Setting<?> setting : declared) {
            add(setting, settings, schema, described);
        }
        for (Map.Entry<String, Setting<?>> topic : BrokerNames.TOPIC_SETTINGS.entrySet()) {
            if (described.add(topic.getKey())) {
                lines.add(keptAsNamed(topic.getKey(), topic.getValue()));
            }
        }
        ForeignBrokerSettings.BY_NAME.forEach((name, setting) -> lines.add(keptAsNamed(name, setting)));
        lines.sort(Comparator.comparing(Line::name));
    }

    /**
     * All settings.
     *
     * @param own values set for this broker while it runs, by the names under which they are kept
     * @param all values set for all brokers
     * @return with their effective values
     */
    List<Entry> effective(Map<String, String> own, Map<String, String> all) {
        return lines.stream().map(line -> line.entry(line.synonyms(own, all))).toList();
    }

    /** What is set for all brokers while they run, and nothing else. */
    List<Entry> defaults(Map<String, String> all) {
        return lines.stream()
                .flatMap(line -> line.kept().map(all::get).stream()
                        .map(text -> line.entry(List.of(line.synonym(text, Source.BROKERS_DYNAMIC)))))
                .toList();
    }

    private <T> void add(Setting<T> setting, Settings settings, BrokerSchema schema, Set<String> described) {
        T value = settings.value(setting);
        boolean isDefault = value.equals(setting.defaultValue());
        Optional<String> kept = schema.kept(setting.key());
        Optional<String> kafkaName = KafkaNames.of(setting.key());
        boolean keptAsKafkas = kept.isPresent() && kept.equals(kafkaName);
        described.add(setting.key());
        lines.add(new Line(
                setting.key(),
                ValueTypes.of(setting),
                setting.doc(),
                setting.isSecret(),
                kept,
                isDefault ? Optional.empty() : Optional.of(setting.format(value)),
                setting.format(setting.defaultValue()),
                keptAsKafkas ? text -> BrokerValues.fromKafka(setting, text) : UnaryOperator.identity()));
        kafkaName.ifPresent(name -> {
            described.add(name);
            lines.add(new Line(
                    name,
                    kafkaType(setting),
                    setting.doc(),
                    setting.isSecret(),
                    kept,
                    isDefault ? Optional.empty() : Optional.of(BrokerValues.toKafka(name, setting, value)),
                    BrokerValues.toKafka(name, setting, setting.defaultValue()),
                    keptAsKafkas
                            ? UnaryOperator.identity()
                            : text -> BrokerValues.toKafka(name, setting, setting.parse(text))));
        });
    }

    private static <T> Line keptAsNamed(String name, Setting<T> setting) {
        return new Line(
                name,
                ValueTypes.of(setting),
                setting.doc(),
                false,
                Optional.of(name),
                Optional.empty(),
                setting.format(setting.defaultValue()),
                UnaryOperator.identity());
    }

    private static Line fixed(String name, int value, String doc) {
        return new Line(
                name,
                ValueType.INT,
                doc,
                false,
                Optional.empty(),
                Optional.empty(),
                String.valueOf(value),
                UnaryOperator.identity());
    }

    private static ValueType kafkaType(Setting<?> setting) {
        boolean hasUnit =
                setting.type().equals(SettingType.DURATION) || setting.type().equals(SettingType.SIZE);
        return hasUnit ? ValueType.LONG : ValueTypes.of(setting);
    }

    /**
     * One name.
     *
     * @param kept name under which changes are kept; empty if it cannot be changed
     * @param configured what the configuration says, if not the default
     * @param shown text as it is kept to text as it is shown
     */
    private record Line(
            String name,
            ValueType type,
            String doc,
            boolean secret,
            Optional<String> kept,
            Optional<String> configured,
            String builtIn,
            UnaryOperator<String> shown) {
        List<Synonym> synonyms(Map<String, String> own, Map<String, String> all) {
            List<Synonym> synonyms = new ArrayList<>();
            kept.map(own::get).ifPresent(text -> synonyms.add(synonym(text, Source.BROKER_DYNAMIC)));
            kept.map(all::get).ifPresent(text -> synonyms.add(synonym(text, Source.BROKERS_DYNAMIC)));
            configured.ifPresent(text -> synonyms.add(new Synonym(name, visible(text), Source.BROKER_STATIC)));
            if (!secret || synonyms.isEmpty()) {
                synonyms.add(new Synonym(name, visible(builtIn), Source.DEFAULT));
            }
            return synonyms;
        }

        Synonym synonym(String text, Source source) {
            return new Synonym(name, visible(shown.apply(text)), source);
        }

        Entry entry(List<Synonym> synonyms) {
            Synonym effective = synonyms.getFirst();
            return new Entry(
                    name,
                    effective.value(),
                    effective.source(),
                    type,
                    kept.isEmpty(),
                    secret,
                    doc,
                    List.copyOf(synonyms));
        }

        private Optional<String> visible(String text) {
            return secret ? Optional.empty() : Optional.of(text);
        }
    }
}
