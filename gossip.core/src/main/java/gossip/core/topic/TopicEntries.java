package gossip.core.topic;

import gossip.api.broker.Configs.Entry;
import gossip.api.broker.Configs.Source;
import gossip.api.broker.Configs.Synonym;
import gossip.api.config.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Describes a topic's settings: their values, and where those come from. Any thread. */
final class TopicEntries {
    private final TopicSettings settings;

    TopicEntries(TopicSettings settings) {
        this.settings = settings;
    }

    /** All settings of a topic with these overrides. */
    List<Entry> of(Map<String, String> overrides) {
        return TopicOverrides.ALL.stream()
                .map(setting -> entry(setting, Optional.ofNullable(overrides.get(setting.key()))))
                .toList();
    }

    private <T> Entry entry(Setting<T> setting, Optional<String> override) {
        List<Synonym> synonyms = new ArrayList<>();
        override.ifPresent(value -> synonyms.add(new Synonym(setting.key(), Optional.of(value), Source.TOPIC)));
        synonyms.addAll(settings.defaults(setting));
        boolean isBuiltIn = synonyms.isEmpty();
        return new Entry(
                setting.key(),
                isBuiltIn
                        ? Optional.of(setting.format(setting.defaultValue()))
                        : synonyms.getFirst().value(),
                isBuiltIn ? Source.DEFAULT : synonyms.getFirst().source(),
                ValueTypes.of(setting),
                false,
                false,
                setting.doc(),
                List.copyOf(synonyms));
    }
}
