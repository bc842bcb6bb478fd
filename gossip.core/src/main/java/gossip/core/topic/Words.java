package gossip.core.topic;

import gossip.api.config.SettingType;
import java.util.Arrays;
import java.util.List;

/** How Kafka reads the text of settings that have words or fractions for values. */
final class Words {
    static final List<String> CLEANUP_POLICIES = List.of("compact", "delete");
    static final List<String> TIMESTAMP_TYPES = List.of("CreateTime", "LogAppendTime");

    /** One word; blanks around it do not count. */
    static final SettingType<String> WORD = new SettingType<>("text", String::trim, text -> text);

    /** Words separated by commas, none of which may be missing; a blank text is the empty list. */
    static final SettingType<List<String>> LIST = new SettingType<>("list", Words::list, Words::joined);

    /** A share of a whole. */
    static final SettingType<Double> FRACTION = new SettingType<>("fraction", Words::fraction, String::valueOf);

    private Words() {}

    private static List<String> list(String text) {
        if (text.isBlank()) {
            return List.of();
        }
        List<String> items =
                Arrays.stream(text.split(",", -1)).map(String::trim).distinct().toList();
        if (items.contains("")) {
            throw new IllegalArgumentException("expected a word before and after each comma");
        }
        return items;
    }

    private static String joined(List<String> items) {
        return String.join(",", items);
    }

    private static Double fraction(String text) {
        try {
            return Double.valueOf(text.trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected a number such as 0.5", e);
        }
    }
}
