package gossip.cli.terminal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** How results are shown. */
public enum Output {
    /** Aligned text for people. */
    TABLE,
    /** JSON for scripts. */
    JSON;

    /**
     * Shows a table.
     *
     * @param terminal where
     * @param table what
     */
    public void show(Terminal terminal, Table table) {
        show(terminal, table.text(), table.objects());
    }

    /**
     * Shows a result of any form.
     *
     * @param terminal where
     * @param text for people, with its line ends
     * @param value for {@link Json}
     */
    public void show(Terminal terminal, String text, Object value) {
        String shown = switch (this) {
            case TABLE -> text;
            case JSON -> Json.text(value, true) + "\n";
        };
        try {
            terminal.out().write(shown.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
