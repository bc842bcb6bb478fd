package gossip.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void columnsAreAlignedAndNumbersStandToTheRight() {
        Table table = new Table("topic", "endOffset", "replicas");
        table.add("a", 5, List.of(1, 2));
        table.add("longer", 12345L, List.of());

        assertThat(table.text())
                .isEqualTo("TOPIC   END OFFSET  REPLICAS\na                5  1, 2\nlonger       12345\n");
    }

    @Test
    void missingValuesAreADashForPeopleAndNullForScripts() {
        Table table = new Table("group", "lag");
        table.add("g", Missing.MISSING);

        assertThat(table.text()).isEqualTo("GROUP  LAG\ng        -\n");
        assertThat(Json.text(table.objects(), false)).isEqualTo("[{\"group\":\"g\",\"lag\":null}]");
    }
}
