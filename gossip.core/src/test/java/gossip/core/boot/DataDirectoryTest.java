package gossip.core.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gossip.core.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    Path temp;

    @Test
    void directoryIsMadeAndRemembersItsNode() throws IOException {
        Path path = temp.resolve("deep/data");

        try (DataDirectory first = DataDirectory.open(path, "n1", "c1")) {
            assertThat(first.isNew()).isTrue();
            assertThat(first.path()).isEqualTo(path.toAbsolutePath());
        }
        try (DataDirectory second = DataDirectory.open(path, "n1", "c1")) {
            assertThat(second.isNew()).isFalse();
        }
    }

    @Test
    void secondNodeIsRefusedNamingDirectoryAndProcess() throws IOException {
        try (DataDirectory held = DataDirectory.open(temp, "n1", "c1")) {
            assertThatThrownBy(() -> DataDirectory.open(temp, "n1", "c1"))
                    .isInstanceOf(StartException.class)
                    .hasMessage("data directory " + held.path() + " is in use by process "
                            + ProcessHandle.current().pid()
                            + "; stop that one, or choose another directory with --data-dir or node.data_dir");
        }
    }

    @Test
    void directoryOfAnotherNodeOrClusterIsRefusedAndUnlocked() throws IOException {
        DataDirectory.open(temp, "n1", "c1").close();

        assertThatThrownBy(() -> DataDirectory.open(temp, "n2", "c1"))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("is of node.id \"n1\", not \"n2\"");
        assertThatThrownBy(() -> DataDirectory.open(temp, "n1", "c2"))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("is of cluster.name \"c1\", not \"c2\"");
        DataDirectory.open(temp, "n1", "c1").close();
    }

    @Test
    void directoryOfAnotherFormatIsRefused() throws IOException {
        DataDirectory.open(temp, "n1", "c1").close();
        Path properties = temp.resolve("node.properties");
        Files.writeString(properties, Files.readString(properties).replace("format=1", "format=2"));

        assertThatThrownBy(() -> DataDirectory.open(temp, "n1", "c1"))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("is of format \"2\", not \"1\": it was written by another version of Gossip");
    }

    @Test
    void fileInPlaceOfTheDirectoryIsRefused() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "x");

        assertThatThrownBy(() -> DataDirectory.open(file, "n1", "c1"))
                .isInstanceOf(StartException.class)
                .hasMessage("data directory " + file + ": " + file + " is not a directory");
    }

    @Test
    void markOfAnOrderlyStopIsTakenOnce() throws IOException {
        try (DataDirectory first = DataDirectory.open(temp, "n1", "c1")) {
            assertThat(first.unmarkClean()).isFalse();
            first.markClean();
        }
        try (DataDirectory second = DataDirectory.open(temp, "n1", "c1")) {
            assertThat(second.unmarkClean()).isTrue();
            assertThat(second.unmarkClean()).isFalse();
        }
    }
}
