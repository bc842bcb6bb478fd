package gossip.api.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * How the distinguished name of a certificate becomes the name of a user, as Kafka's {@code ssl.principal.mapping.rules}: rules
 * separated by commas, of which the first that fits counts. {@code DEFAULT} is the whole name;
 * {@code RULE:pattern/replacement/} fits where the pattern matches the whole name, and {@code L} or {@code U} at its end makes
 * the result lower or upper case. Immutable.
 */
public final class PrincipalRules {
    private static final String DEFAULT = "DEFAULT";
    private static final String RULE = "RULE:";

    private final List<Rule> rules;

    private PrincipalRules(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /**
     * Reads rules.
     *
     * @param text as in the configuration
     * @return the rules
     * @throws IllegalArgumentException if they are none; the message says where
     */
    public static PrincipalRules parse(String text) {
        List<Rule> rules = new ArrayList<>();
        int position = 0;
        while (position < text.length()) {
            if (text.startsWith(DEFAULT, position)) {
                rules.add(new Rule(Optional.empty(), "", Case.AS_IT_IS));
                position += DEFAULT.length();
            } else if (text.startsWith(RULE, position)) {
                position = rule(text, position + RULE.length(), rules);
            } else {
                throw malformed(text, position);
            }
            position = afterSeparator(text, position);
        }
        if (rules.isEmpty()) {
            throw malformed(text, 0);
        }
        return new PrincipalRules(rules);
    }

    private static int rule(String text, int start, List<Rule> rules) {
        int patternEnd = slash(text, start);
        int replacementEnd = slash(text, patternEnd + 1);
        int end = replacementEnd + 1;
        Case letters = Case.AS_IT_IS;
        if (text.startsWith("L", end)) {
            letters = Case.LOWER;
            end++;
        } else if (text.startsWith("U", end)) {
            letters = Case.UPPER;
            end++;
        }
        try {
            Pattern pattern = Pattern.compile(text.substring(start, patternEnd));
            rules.add(new Rule(Optional.of(pattern), text.substring(patternEnd + 1, replacementEnd), letters));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        return end;
    }

    /** The next slash that no backslash stands before. */
    private static int slash(String text, int start) {
        for (int i = start; i < text.length(); i++) {
            if (text.charAt(i) == '/') {
                return i;
            }
            if (text.charAt(i) == '\\') {
                i++;
            }
        }
        throw malformed(text, start);
    }

    private static int afterSeparator(String text, int position) {
        String rest = text.substring(position).stripLeading();
        if (rest.isEmpty()) {
            return text.length();
        }
        if (!rest.startsWith(",")) {
            throw malformed(text, position);
        }
        return text.length() - rest.substring(1).stripLeading().length();
    }

    private static IllegalArgumentException malformed(String text, int position) {
        return new IllegalArgumentException(
                "expected DEFAULT or RULE:pattern/replacement/[LU] at \"" + text.substring(position) + "\"");
    }

    /**
     * The user of a certificate.
     *
     * @param distinguishedName as the certificate names its subject
     * @return empty if no rule fits
     */
    public Optional<String> user(String distinguishedName) {
        for (Rule rule : rules) {
            Optional<String> user = rule.user(distinguishedName);
            if (user.isPresent()) {
                return user;
            }
        }
        return Optional.empty();
    }

    private enum Case {
        AS_IT_IS,
        LOWER,
        UPPER
    }

    private record Rule(Optional<Pattern> pattern, String replacement, Case letters) {
        Optional<String> user(String name) {
            if (pattern.isEmpty()) {
                return Optional.of(name);
            }
            Matcher matcher = pattern.get().matcher(name);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            String replaced = replaced(matcher);
            return Optional.of(
                    switch (letters) {
                        case AS_IT_IS -> replaced;
                        case LOWER -> replaced.toLowerCase(Locale.ENGLISH);
                        case UPPER -> replaced.toUpperCase(Locale.ENGLISH);
                    });
        }

        /** A dollar before the number of a group stands for the group, and anywhere else for itself. */
        private String replaced(Matcher matcher) {
            StringBuilder result = new StringBuilder();
            for (int i = 0; i < replacement.length(); i++) {
                char letter = replacement.charAt(i);
                boolean hasNext = i + 1 < replacement.length();
                int group = hasNext ? Character.digit(replacement.charAt(i + 1), 10) : -1;
                if (letter == '\\' && hasNext) {
                    result.append(replacement.charAt(++i));
                } else if (letter == '$' && group >= 0 && group <= matcher.groupCount()) {
                    Optional.ofNullable(matcher.group(group)).ifPresent(result::append);
                    i++;
                } else {
                    result.append(letter);
                }
            }
            return result.toString();
        }
    }
}
