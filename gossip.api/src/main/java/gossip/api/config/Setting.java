package gossip.api.config;

import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One setting. Immutable; compared by key.
 *
 * @param <T> type of the value
 */
public final class Setting<T> {
    private final String key;
    private final SettingType<T> type;
    private final T defaultValue;
    private final String doc;
    private final Function<T, String> check;
    private final boolean secret;
    private final boolean dynamic;

    private Setting(
            String key,
            SettingType<T> type,
            T defaultValue,
            String doc,
            Function<T, String> check,
            boolean secret,
            boolean dynamic) {
        this.key = Objects.requireNonNull(key, "key");
        this.type = Objects.requireNonNull(type, "type");
        this.defaultValue = Objects.requireNonNull(defaultValue, "defaultValue");
        this.doc = Objects.requireNonNull(doc, "doc");
        this.check = check;
        this.secret = secret;
        this.dynamic = dynamic;
    }

    /**
     * Creates a setting.
     *
     * @param <T> type of the value
     * @param key full key with dots, such as {@code storage.segment_size}
     * @param type how its text is read
     * @param defaultValue value when nothing is given
     * @param doc one sentence for the reference
     * @return the setting
     */
    public static <T> Setting<T> of(String key, SettingType<T> type, T defaultValue, String doc) {
        return new Setting<>(key, type, defaultValue, doc, value -> "", false, false);
    }

    /**
     * Adds a check, after those there are.
     *
     * @param valid whether a value is acceptable
     * @param expected what is, as in "expected ..."
     * @return a new setting
     */
    public Setting<T> require(Predicate<T> valid, String expected) {
        Function<T, String> both = value -> {
            String problem = check.apply(value);
            return problem.isEmpty() && !valid.test(value) ? "expected " + expected : problem;
        };
        return new Setting<>(key, type, defaultValue, doc, both, secret, dynamic);
    }

    /**
     * Marks the value as one that is never printed.
     *
     * @return a new setting
     */
    public Setting<T> asSecret() {
        return new Setting<>(key, type, defaultValue, doc, check, true, dynamic);
    }

    /**
     * Marks the value as one that can be changed while the broker runs. Whoever uses it has to ask for it anew each time.
     *
     * @return a new setting
     */
    public Setting<T> asDynamic() {
        return new Setting<>(key, type, defaultValue, doc, check, secret, true);
    }

    /**
     * Full key.
     *
     * @return with dots
     */
    public String key() {
        return key;
    }

    /**
     * How its text is read.
     *
     * @return the type
     */
    public SettingType<T> type() {
        return type;
    }

    /**
     * Value when nothing is given.
     *
     * @return the default
     */
    public T defaultValue() {
        return defaultValue;
    }

    /**
     * What it is for.
     *
     * @return one sentence
     */
    public String doc() {
        return doc;
    }

    /**
     * Whether the value must not be printed.
     *
     * @return true for passwords and the like
     */
    public boolean isSecret() {
        return secret;
    }

    /**
     * Whether the value can be changed while the broker runs.
     *
     * @return true if so
     */
    public boolean isDynamic() {
        return dynamic;
    }

    /**
     * Reads a value.
     *
     * @param text as written by a person
     * @return the value, checked
     * @throws IllegalArgumentException with what was expected, without the key
     */
    public T parse(String text) {
        T value = type.parse().apply(text);
        String problem = check.apply(value);
        if (!problem.isEmpty()) {
            throw new IllegalArgumentException(problem);
        }
        return value;
    }

    /**
     * Writes a value.
     *
     * @param value the value
     * @return text that parses to it
     */
    public String format(T value) {
        return type.format().apply(value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Setting<?> that && key.equals(that.key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    @Override
    public String toString() {
        return key;
    }
}
