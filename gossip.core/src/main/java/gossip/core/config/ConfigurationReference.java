package gossip.core.config;

import gossip.api.config.Setting;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Writes the reference of all settings, in Markdown. */
public final class ConfigurationReference {
    private static final String INTRODUCTION = """
        # Configuration reference

        Generated from the settings themselves; do not edit.

        Settings stand in `gossip.yaml` (`key: value` below their section), in the environment (`node.id` is
        `GOSSIP_NODE_ID`) and on the command line (`--set node.id=gossip-2`). The command line wins over the environment,
        the environment over the file, the file over the default. They are read at start. Sizes take B, KB, MB, GB or
        TB (powers of 1024), durations ms, s, m, h or d; where it makes sense -1 stands for no limit. Lists are YAML lists,
        or texts separated by commas. `gossip config` prints the effective values and where each is from.
        """;

    private ConfigurationReference() {}

    /**
     * Writes the reference.
     *
     * @param settings all settings
     * @return the text of the page
     */
    public static String markdown(Collection<Setting<?>> settings) {
        List<Setting<?>> sorted = new ArrayList<>(settings);
        sorted.sort(Comparator.comparing(Setting::key));
        StringBuilder page = new StringBuilder(INTRODUCTION);
        String section = "";
        for (Setting<?> setting : sorted) {
            String own = setting.key().substring(0, Math.max(0, setting.key().indexOf('.')));
            if (!own.equals(section)) {
                section = own;
                page.append("\n## ").append(section).append("\n\n");
                page.append("| Setting | Type | Default | |\n|---|---|---|---|\n");
            }
            page.append(row(setting));
        }
        return page.toString();
    }

    private static <T> String row(Setting<T> setting) {
        String initial = setting.format(setting.defaultValue());
        return "| `" + setting.key() + "` | " + cell(setting.type().name()) + " | "
                + (initial.isEmpty() ? "" : "`" + cell(initial) + "`") + " | " + cell(setting.doc())
                + (setting.isDynamic() ? " Can be changed while the broker runs." : "")
                + (setting.isSecret() ? " Never printed." : "") + " |\n";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
