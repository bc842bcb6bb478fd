package gossip.core.transaction;

/**
 * A text that loses patience with a regular expression that looks at it again and again, as some do exponentially often: it
 * then ends, so that the expression does not match. One thread.
 */
final class PatientText implements CharSequence {
    private static final int LOOKS_PER_CHARACTER = 1_000;

    private final String text;
    private int looksLeft;

    PatientText(String text) {
        this.text = text;
        this.looksLeft = LOOKS_PER_CHARACTER * (1 + Math.min(text.length(), 1_000));
    }

    @Override
    public int length() {
        return looksLeft > 0 ? text.length() : 0;
    }

    @Override
    public char charAt(int index) {
        looksLeft--;
        return looksLeft > 0 ? text.charAt(index) : '\0';
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
