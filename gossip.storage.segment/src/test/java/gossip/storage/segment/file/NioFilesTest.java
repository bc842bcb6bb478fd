package gossip.storage.segment.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NioFilesTest {
    private final NioFiles files = new NioFiles();

    @TempDir
    Path directory;

    @Test
    void aFileThatCannotBeLookedAtIsNotTakenForMissing() throws IOException {
        Path loop = directory.resolve("loop");
        Files.createSymbolicLink(loop, loop);

        assertThatThrownBy(() -> files.exists(loop)).isInstanceOf(IOException.class);
        assertThat(files.exists(directory.resolve("missing"))).isFalse();
        assertThat(files.exists(directory)).isTrue();
    }
}
