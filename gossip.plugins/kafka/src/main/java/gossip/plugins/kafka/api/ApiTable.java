package gossip.plugins.kafka.api;

import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.kafka.common.protocol.ApiKeys;

/** The supported APIs as a page for people. */
public final class ApiTable {
    private ApiTable() {}

    /**
     * Writes the page.
     *
     * @param registry the APIs there are
     * @return Markdown
     */
    public static String markdown(ApiRegistry registry) {
        StringBuilder page = new StringBuilder("""
            # Supported Kafka APIs

            Generated from the registry of handlers; do not edit.

            Clients learn the same from ApiVersions: what is not listed here is not announced, and a request for it
            closes the connection. All versions are those of the stable protocol of the newest kafka-clients.

            | Key | API | Versions |
            |---|---|---|
            """);
        for (Api<?> api : registry.all()) {
            page.append(String.format(Locale.ROOT, "| %d | %s | %s |%n", api.key().id, api.key().name, versions(api)));
        }
        return page.append("""

            Produce is announced from version 0, as Kafka does, because librdkafka would otherwise not compress
            (KAFKA-18659); versions 0 to 2 are refused. FindCoordinator knows consumer groups and transactional
            ids.

            ## Not supported

            Client APIs of Kafka that are absent:
            """).append(missing(registry)).append(".\n").toString();
    }

    private static String versions(Api<?> api) {
        return api.oldest() == api.newest() ? String.valueOf(api.oldest()) : api.oldest() + " to " + api.newest();
    }

    private static String missing(ApiRegistry registry) {
        return ApiKeys.clientApis().stream()
                .filter(key -> registry.find(key.id) == null)
                .map(key -> key.name)
                .collect(Collectors.joining(",\n"));
    }
}
