package gossip.tests.rest;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.tests.packaged.Installation;
import gossip.tests.packaged.PackagedBroker;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The door of the packaged broker. */
class RestIT {
    @TempDir
    Path folder;

    @Test
    void whatWasAnsweredIsThereAfterAKill() throws Exception {
        try (PackagedBroker broker = PackagedBroker.of(Installation.withRuntime(), folder.resolve("data"))
                .start()) {
            try (HttpClientOf http = new HttpClientOf(broker.rest())) {
                assertThat(http.get("/readyz").statusCode()).isEqualTo(200);
                assertThat(http.send("POST", "/v1/topics", "{\"name\":\"kept\",\"partitions\":1}")
                                .statusCode())
                        .isEqualTo(201);
                HttpResponse<String> written = http.send(
                        "POST", "/v1/topics/kept/records", "{\"records\":[{\"key\":\"k\",\"value\":{\"kept\":true}}]}");
                assertThat(written.body()).isEqualTo("{\"results\":[{\"partition\":0,\"offset\":0}]}");
            }

            broker.kill();
            broker.start();

            try (HttpClientOf http = new HttpClientOf(broker.rest())) {
                assertThat(http.get("/v1/topics/kept/partitions/0/records").body())
                        .contains("\"offset\":0", "{\"kept\":true}");
            }
            broker.stopCleanly();
        }
    }

    @Test
    void takenAddressIsNamedWithTheSettings() {
        try (PackagedBroker first = PackagedBroker.of(Installation.withRuntime(), folder.resolve("one"))
                        .start();
                PackagedBroker second = PackagedBroker.of(Installation.withRuntime(), folder.resolve("two"))
                        .set("rest.bind_address", first.rest().substring("http://".length()))
                        .launch()) {
            assertThat(second.awaitExit()).isEqualTo(1);

            assertThat(second.output())
                    .contains("rest.bind_address", "rest.enabled")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void doorThatIsSwitchedOffIsNotThere() {
        try (PackagedBroker broker = PackagedBroker.of(Installation.withRuntime(), folder.resolve("data"))
                .set("rest.enabled", "false")
                .start()) {
            assertThat(broker.output()).doesNotContain("rest ");
            broker.stopCleanly();
        }
    }
}
