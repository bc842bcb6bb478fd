package gossip.schema.json;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.regex.RegularExpression;
import gossip.schema.format.Invalid;

/** Regular expressions that take time in proportion to the text, whatever they are. */
final class LinearRegex {
    private static final int LONGEST = 10_000;
    private static final java.util.regex.Pattern UNICODE = java.util.regex.Pattern.compile("\\\\u([0-9a-fA-F]{4})");

    private LinearRegex() {}

    static RegularExpression of(String regex) {
        if (regex.length() > LONGEST) {
            throw Invalid.because("A regular expression has " + regex.length() + " characters, more than " + LONGEST);
        }
        if (RegexSize.of(regex) > LONGEST) {
            throw Invalid.because("The regular expression '" + (regex.length() > 200 ? regex.substring(0, 200) : regex)
                    + "' repeats so much so often that it is longer than " + LONGEST
                    + " characters when that is written out");
        }
        try {
            Pattern pattern = Pattern.compile(UNICODE.matcher(regex).replaceAll("\\\\x{$1}"));
            return text -> pattern.matcher(text).find();
        } catch (PatternSyntaxException e) {
            throw Invalid.because(
                    "The regular expression '" + (regex.length() > 200 ? regex.substring(0, 200) : regex)
                            + "' is none that takes time in proportion to the text (RE2), which excludes looking ahead"
                            + " or behind, and referring back",
                    e);
        }
    }
}
