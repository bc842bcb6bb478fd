package gossip.cli.terminal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Rows under headings: aligned text for people, a list of objects for scripts. Numbers are aligned to the right. */
public final class Table {
    private final List<String> columns;
    private final List<List<Object>> rows = new ArrayList<>();

    /**
     * Creates an empty table.
     *
     * @param columns names in camel case, which JSON shows as they are and text in capitals ("logEndOffset", "LOG END OFFSET")
     */
    public Table(String... columns) {
        this.columns = List.of(columns);
    }

    /**
     * Adds a row.
     *
     * @param cells one for each column
     */
    public void add(Object... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns.size() + " columns");
        }
        rows.add(List.of(cells));
    }

    /**
     * The rows for JSON.
     *
     * @return a map from column to cell for each row
     */
    public List<Map<String, Object>> objects() {
        List<Map<String, Object>> objects = new ArrayList<>();
        for (List<Object> row : rows) {
            Map<String, Object> object = new LinkedHashMap<>();
            for (int column = 0; column < columns.size(); column++) {
                object.put(columns.get(column), row.get(column));
            }
            objects.add(object);
        }
        return objects;
    }

    /**
     * The table as text.
     *
     * @return lines, each with a line end
     */
    public String text() {
        int[] widths = new int[columns.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = heading(columns.get(column)).length();
            for (List<Object> row : rows) {
                widths[column] = Math.max(widths[column], cell(row.get(column)).length());
            }
        }
        StringBuilder text = new StringBuilder();
        appendLine(
                text,
                widths,
                columns.stream().map(name -> (Object) heading(name)).toList());
        for (List<Object> row : rows) {
            appendLine(text, widths, row);
        }
        return text.toString();
    }

    private void appendLine(StringBuilder text, int[] widths, List<Object> cells) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = cell(cells.get(column));
            String padding = " ".repeat(widths[column] - cell.length());
            line.append(isNumeric(column) ? padding + cell : cell + padding).append("  ");
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    private boolean isNumeric(int column) {
        return !rows.isEmpty()
                && rows.stream()
                        .allMatch(row -> row.get(column) instanceof Number || row.get(column) == Missing.MISSING);
    }

    private static String cell(Object value) {
        if (value instanceof Iterable<?> several) {
            List<String> texts = new ArrayList<>();
            several.forEach(one -> texts.add(String.valueOf(one)));
            return String.join(", ", texts);
        }
        return value.toString();
    }

    private static String heading(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1 $2").toUpperCase(Locale.ROOT);
    }
}
