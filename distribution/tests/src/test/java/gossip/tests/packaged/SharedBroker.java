package gossip.tests.packaged;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a broker that all of them share, with default settings. It is started when the first one asks for it, and
 * stopped after the last test. Tests use topics and groups with names of their own and leave it running.
 */
public final class SharedBroker implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(SharedBroker.class);

    /** Called by JUnit. */
    public SharedBroker() {
        // nothing to set up
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == PackagedBroker.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        ExtensionContext.Store store = context.getRoot().getStore(NAMESPACE);
        return store.getOrComputeIfAbsent(Shared.class, type -> new Shared(), Shared.class)
                .broker
                .expectRunning();
    }

    /** Closed by JUnit at the end of the run. */
    private static final class Shared implements AutoCloseable {
        private final Path dataDir;
        private final PackagedBroker broker;

        private Shared() {
            try {
                dataDir = Files.createTempDirectory("gossip-shared");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            broker = PackagedBroker.of(Installation.withRuntime(), dataDir).start();
        }

        @Override
        public void close() {
            broker.stopCleanly();
            Installation.delete(dataDir);
        }
    }
}
