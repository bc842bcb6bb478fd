package gossip.tests.security;

import gossip.tests.packaged.Execution;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A certificate authority of a test, made with openssl as the documentation shows. */
final class Authority {
    static final String PASSWORD = "changeit";

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Path directory;

    Authority(Path directory) {
        this.directory = directory;
        openssl("req -x509 -newkey rsa:2048 -nodes -days 30 -keyout ca.key -out ca.crt -subj /CN=authority"
                + " -addext basicConstraints=critical,CA:TRUE");
    }

    Path certificate() {
        return directory.resolve("ca.crt");
    }

    /** Makes NAME.key (PKCS#8), NAME.crt and NAME.p12. */
    Issued issue(String name, String subject, int days) {
        openssl("req -newkey rsa:2048 -nodes -keyout " + name + ".key -out " + name + ".csr -subj " + subject);
        write(name + ".ext", "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
        openssl("x509 -req -in " + name + ".csr -CA ca.crt -CAkey ca.key -CAcreateserial -days " + days + " -out "
                + name + ".crt -extfile " + name + ".ext");
        openssl("pkcs12 -export -in " + name + ".crt -inkey " + name + ".key -certfile ca.crt -out " + name
                + ".p12 -passout pass:" + PASSWORD);
        return new Issued(
                directory.resolve(name + ".crt"), directory.resolve(name + ".key"), directory.resolve(name + ".p12"));
    }

    private void openssl(String arguments) {
        Execution.of(("openssl " + arguments).split(" "))
                .in(directory)
                .run(LIMIT)
                .expect(0);
    }

    private void write(String file, String text) {
        try {
            Files.writeString(directory.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A certificate with its key.
     *
     * @param certificate PEM
     * @param key PEM
     * @param keystore both as PKCS#12
     */
    record Issued(Path certificate, Path key, Path keystore) {}
}
