package gossip.core.topic;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.broker.Configs.Action;
import gossip.api.broker.Configs.Alteration;
import gossip.api.broker.Configs.Edit;
import gossip.api.config.Setting;
import gossip.api.metadata.MetadataCommand.AlterConfigs;
import gossip.api.metadata.TopicImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns edits of a topic's settings into one command, or refuses them. Any thread. */
final class ConfigEdits {
    private final TopicSettings settings;

    ConfigEdits(TopicSettings settings) {
        this.settings = settings;
    }

    /**
     * Plans an alteration.
     *
     * @param topic whose settings
     * @param alteration what to change
     * @return the command
     * @throws BrokerException if it cannot be done
     */
    AlterConfigs plan(TopicImage topic, Alteration alteration) {
        Map<String, String> set = new HashMap<>();
        Set<String> removed = new HashSet<>();
        if (alteration.replaceAll()) {
            removed.addAll(topic.configs().keySet());
        }
        Set<String> edited = new HashSet<>();
        for (Edit edit : alteration.edits()) {
            Setting<?> setting = TopicSettings.setting(edit.name());
            if (!edited.add(edit.name())) {
                throw refused(ErrorCode.INVALID_REQUEST, "'" + edit.name() + "' is edited more than once");
            }
            removed.remove(edit.name());
            switch (edit.action()) {
                case SET -> set.put(edit.name(), value(edit));
                case DELETE -> removed.add(edit.name());
                case APPEND, SUBTRACT -> set.put(edit.name(), editedList(setting, edit, topic));
            }
        }
        Map<String, String> after = new HashMap<>(topic.configs());
        after.keySet().removeAll(removed);
        after.putAll(set);
        settings.check(after);
        if (topic.name().equals(OffsetsTopic.NAME)) {
            OffsetsTopic.complete(after);
        }
        return new AlterConfigs(alteration.resource(), set, removed);
    }

    private String editedList(Setting<?> setting, Edit edit, TopicImage topic) {
        if (!setting.type().equals(Words.LIST)) {
            throw refused(
                    ErrorCode.INVALID_CONFIG,
                    edit.action() + " is for lists, and '" + edit.name() + "' is a "
                            + setting.type().name());
        }
        String present = topic.configs().getOrDefault(edit.name(), settings.defaultText(setting));
        List<String> items = new ArrayList<>(Words.LIST.parse().apply(present));
        List<String> given = Words.LIST.parse().apply(value(edit));
        items.removeAll(given);
        if (edit.action() == Action.APPEND) {
            items.addAll(given);
        }
        return String.join(",", items);
    }

    private static String value(Edit edit) {
        return edit.value()
                .orElseThrow(() ->
                        refused(ErrorCode.INVALID_REQUEST, edit.action() + " of '" + edit.name() + "' needs a value"));
    }

    private static BrokerException refused(ErrorCode code, String message) {
        return new BrokerException(code, message);
    }
}
