package gossip.core.resource;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.broker.Configs.Action;
import gossip.api.broker.Configs.Alteration;
import gossip.api.broker.Configs.Edit;
import gossip.api.config.Setting;
import gossip.api.metadata.MetadataCommand.AlterConfigs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns edits of a resource's settings into one command, or refuses them. */
public final class EditPlan {
    private final Alteration alteration;
    private final Map<String, String> present;
    private final Schema schema;
    private final Map<String, String> set = new HashMap<>();
    private final Set<String> removed = new HashSet<>();

    private EditPlan(Alteration alteration, Map<String, String> present, Schema schema) {
        this.alteration = alteration;
        this.present = present;
        this.schema = schema;
    }

    /**
     * Plans an alteration.
     *
     * @param alteration what to change
     * @param present the resource's own values
     * @param schema which settings there are
     * @return the command
     * @throws BrokerException if it cannot be done
     */
    public static AlterConfigs of(Alteration alteration, Map<String, String> present, Schema schema) {
        return new EditPlan(alteration, present, schema).command();
    }

    private AlterConfigs command() {
        if (alteration.replaceAll()) {
            removed.addAll(present.keySet());
        }
        Set<String> edited = new HashSet<>();
        for (Edit edit : alteration.edits()) {
            if (!edited.add(edit.name())) {
                throw refused(ErrorCode.INVALID_REQUEST, "'" + edit.name() + "' is edited more than once");
            }
            if (edit.action() == Action.DELETE && present.containsKey(edit.name())) {
                // another version may have stored what this one has no name for
                removed.add(edit.name());
            } else {
                add(edit, schema.setting(edit.name()));
            }
        }
        Map<String, String> after = new HashMap<>(present);
        after.keySet().removeAll(removed);
        after.putAll(set);
        schema.check(after);
        return new AlterConfigs(alteration.resource(), set, removed);
    }

    private void add(Edit edit, Setting<?> setting) {
        removed.remove(edit.name());
        switch (edit.action()) {
            case SET -> set.put(edit.name(), value(edit));
            case DELETE -> removed.add(edit.name());
            case APPEND, SUBTRACT -> set.put(edit.name(), editedList(setting, edit));
        }
    }

    private String editedList(Setting<?> setting, Edit edit) {
        List<String> items =
                new ArrayList<>(list(setting, edit, present.getOrDefault(edit.name(), schema.defaultText(setting))));
        List<String> given = list(setting, edit, value(edit));
        items.removeAll(given);
        if (edit.action() == Action.APPEND) {
            items.addAll(given);
        }
        return String.join(",", items);
    }

    private static List<String> list(Setting<?> setting, Edit edit, String text) {
        if (setting.defaultValue() instanceof List) {
            try {
                return setting.type().parse().apply(text) instanceof List<?> items
                        ? items.stream().map(String::valueOf).toList()
                        : List.of();
            } catch (IllegalArgumentException e) {
                throw new BrokerException(
                        ErrorCode.INVALID_CONFIG,
                        "'" + edit.name() + "' cannot be '" + text + "': " + e.getMessage(),
                        e);
            }
        }
        throw refused(
                ErrorCode.INVALID_CONFIG,
                edit.action() + " is for lists, and '" + edit.name() + "' is a "
                        + setting.type().name());
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
