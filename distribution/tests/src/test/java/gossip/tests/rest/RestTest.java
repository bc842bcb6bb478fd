package gossip.tests.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gossip.core.Gossip;
import gossip.core.GossipConfig;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RestTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path directory;

    private static Gossip gossip;
    private static HttpClientOf http;

    @BeforeAll
    static void start() {
        gossip = Gossip.start(GossipConfig.in(directory.resolve("data")));
        http = HttpClientOf.broker(gossip);
    }

    @AfterAll
    static void stop() {
        http.close();
        gossip.close();
    }

    private static JsonNode created(String topic, int partitions) throws Exception {
        return ok(http.send("POST", "/v1/topics", "{\"name\":\"" + topic + "\",\"partitions\":" + partitions + "}"));
    }

    private static JsonNode ok(HttpResponse<String> response) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
        return JSON.readTree(response.body());
    }

    private static JsonNode refused(int status, HttpResponse<String> response) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return JSON.readTree(response.body());
    }

    @Test
    void brokerIsAliveReadyAndTellsItsFigures() throws Exception {
        assertThat(http.get("/healthz").statusCode()).isEqualTo(200);
        assertThat(http.get("/readyz").statusCode()).isEqualTo(200);
        assertThat(http.get("/metrics").body()).contains("# TYPE gossip_rest_connections gauge");
        HttpResponse<String> open =
                http.send(http.request("/metrics").header("accept", "application/openmetrics-text"));
        assertThat(open.headers().firstValue("content-type").orElseThrow()).startsWith("application/openmetrics-text");
        assertThat(open.body()).endsWith("# EOF\n");
    }

    @Test
    void bootstrapServersAreThoseOfKafkaOnly() {
        assertThat(gossip.bootstrapServers().split(",")).hasSize(1);
    }

    @Test
    void topicIsCreatedChangedToldAndDeleted() throws Exception {
        created("life", 2);

        JsonNode changed = ok(
                http.send("PATCH", "/v1/topics/life", "{\"partitions\":3,\"configs\":{\"retention.ms\":\"1000000\"}}"));

        assertThat(changed.path("partition_states")).hasSize(3);
        assertThat(changed.path("configs").path("retention.ms").asText()).isEqualTo("1000000");
        assertThat(ok(http.get("/v1/topics?prefix=lif")).path("total").asInt()).isEqualTo(1);
        refused(409, http.send("POST", "/v1/topics", "{\"name\":\"life\"}"));
        assertThat(http.send(http.request("/v1/topics/life").DELETE()).statusCode())
                .isEqualTo(204);
        refused(404, http.get("/v1/topics/life"));
    }

    @Test
    void fieldNobodyKnowsIsRefusedWithTheNearest() throws Exception {
        JsonNode problem = refused(422, http.send("POST", "/v1/topics", "{\"name\":\"a\",\"partition\":1}"));

        assertThat(problem.path("detail").asText()).contains("did you mean partitions?");
        assertThat(refused(400, http.get("/v1/topics?prefx=a")).path("detail").asText())
                .contains("did you mean prefix?");
    }

    @Test
    void recordsAreWrittenAndReadAsTheyAre() throws Exception {
        created("records", 1);
        String records = "{\"records\":[{\"key\":\"k\",\"value\":{\"a\":[1,2.50,\"\u00e9\"]},\"timestamp\":1000,"
                + "\"headers\":{\"h\":\"v\"}},{\"key\":\"k\",\"value\":null}]}";

        JsonNode results =
                ok(http.send("POST", "/v1/topics/records/records", records)).path("results");

        assertThat(results.get(1).path("offset").asLong()).isEqualTo(1);
        JsonNode read = ok(http.get("/v1/topics/records/partitions/0/records?offset=0"));
        assertThat(read.path("next_offset").asLong()).isEqualTo(2);
        JsonNode first = read.path("records").get(0);
        assertThat(first.path("value").path("a")).hasSize(3);
        assertThat(first.path("timestamp").asLong()).isEqualTo(1000);
        assertThat(first.path("headers").get(0).path("value").asText()).isEqualTo("v");
        assertThat(read.path("records").get(1).path("value").isNull()).isTrue();
        assertThat(Gossip.text(gossip.consume("records", 0, 0, 1).getFirst().value()))
                .isEqualTo("{\"a\":[1,2.50,\"\u00e9\"]}");
    }

    @Test
    void formatsAreKeptApart() throws Exception {
        created("formats", 1);
        ok(http.send("POST", "/v1/topics/formats/records?value_format=binary", "{\"records\":[{\"value\":\"AAH/\"}]}"));
        ok(http.send("POST", "/v1/topics/formats/records?value_format=text", "{\"records\":[{\"value\":\"plain\"}]}"));

        JsonNode json = ok(http.get("/v1/topics/formats/partitions/0/records")).path("records");
        JsonNode binary = ok(http.get("/v1/topics/formats/partitions/0/records?value_format=binary"))
                .path("records");
        JsonNode text = ok(http.get("/v1/topics/formats/partitions/0/records?offset=1&value_format=text"))
                .path("records");

        assertThat(json.get(0).path("value_base64").asText()).isEqualTo("AAH/");
        assertThat(json.get(0).path("value_error").asText()).contains("UTF-8");
        assertThat(binary.get(0).path("value").asText()).isEqualTo("AAH/");
        assertThat(text.get(0).path("value").asText()).isEqualTo("plain");
    }

    @Test
    void recordThatIsRefusedHarmsNoOther() throws Exception {
        created("partly", 1);

        JsonNode results = refused(
                        207,
                        http.send(
                                "POST",
                                "/v1/topics/partly/records",
                                "{\"records\":[{\"value\":1,\"partition\":9},{\"value\":2}]}"))
                .path("results");

        assertThat(results.get(0).path("code").asText()).isEqualTo("UNKNOWN_TOPIC_OR_PARTITION");
        assertThat(results.get(1).path("offset").asLong()).isZero();
    }

    @Test
    void readWaitsForARecord() throws Exception {
        created("wait", 1);
        CompletableFuture<HttpResponse<String>> waiting = http.client()
                .sendAsync(
                        http.request("/v1/topics/wait/partitions/0/records?offset=latest&wait_ms=20000")
                                .build(),
                        BodyHandlers.ofString());

        ok(http.send("POST", "/v1/topics/wait/records", "{\"records\":[{\"value\":7}]}"));
        JsonNode read = ok(waiting.get(30, TimeUnit.SECONDS));

        // whether the read or the record came first, one of the two reads has it
        JsonNode all = ok(http.get("/v1/topics/wait/partitions/0/records"));
        assertThat(all.path("records")).hasSize(1);
        assertThat(read.path("next_offset").asLong()).isEqualTo(1);
    }

    @Test
    void memberOfAGroupReadsCommitsAndLeaves() throws Exception {
        created("grouped", 2);
        for (int i = 0; i < 10; i++) {
            ok(http.send(
                    "POST",
                    "/v1/topics/grouped/records",
                    "{\"records\":[{\"key\":\"" + i + "\",\"value\":" + i + "}]}"));
        }
        JsonNode joined = ok(
                http.send("POST", "/v1/groups/readers/members", "{\"topics\":[\"grouped\"],\"reset\":\"earliest\"}"));
        String member = "/v1/groups/readers/members/" + joined.path("member").asText();

        int found = 0;
        while (found < 10) {
            found += ok(http.send("POST", member + "/poll?wait_ms=1000", ""))
                    .path("records")
                    .size();
        }
        ok(http.send("POST", member + "/commit", ""));
        JsonNode lag = ok(http.get("/v1/groups/readers/lag"));

        assertThat(found).isEqualTo(10);
        assertThat(lag.path("records").asLong()).isZero();
        assertThat(lag.path("partitions")).hasSize(2);
        assertThat(ok(http.get("/v1/groups/readers")).path("members")).hasSize(1);
        assertThat(http.send(http.request(member).DELETE()).statusCode()).isEqualTo(204);
        refused(404, http.send("POST", member + "/poll", ""));
        ok(http.send("POST", "/v1/topics/grouped/records", "{\"records\":[{\"value\":1},{\"value\":2}]}"));
        JsonNode behind = ok(http.get("/v1/groups/readers/lag"));
        assertThat(behind.path("records").asLong()).isEqualTo(2);
        assertThat(behind.path("seconds").asDouble()).isBetween(0.0, 60.0);
    }

    @Test
    void tailSendsRecordsAsEvents() throws Exception {
        created("events", 1);
        ok(http.send("POST", "/v1/topics/events/records", "{\"records\":[{\"value\":\"a\\nb\"}]}"));
        HttpResponse<InputStream> tail = http.client()
                .send(http.request("/v1/topics/events/tail?offset=earliest").build(), BodyHandlers.ofInputStream());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(tail.body(), StandardCharsets.UTF_8))) {
            assertThat(next(lines, "data: ")).contains("\"offset\":0", "\"a\\nb\"");
            ok(http.send("POST", "/v1/topics/events/records", "{\"records\":[{\"value\":2}]}"));
            assertThat(next(lines, "data: ")).contains("\"offset\":1", "\"value\":2");
        }
    }

    private static String next(BufferedReader lines, String begin) throws Exception {
        String line = lines.readLine();
        while (line != null && !line.startsWith(begin)) {
            line = lines.readLine();
        }
        return String.valueOf(line);
    }

    @Test
    void tailSendsRecordsOverAWebSocket() throws Exception {
        created("socket", 1);
        CompletableFuture<String> message = new CompletableFuture<>();
        URI uri = URI.create(
                http.uri("/v1/topics/socket/tail?offset=earliest").toString().replace("http:", "ws:"));
        WebSocket socket = http.client()
                .newWebSocketBuilder()
                .buildAsync(uri, new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket one, CharSequence text, boolean last) {
                        message.complete(text.toString());
                        one.request(1);
                        return CompletableFuture.completedFuture(null);
                    }
                })
                .get(20, TimeUnit.SECONDS);

        ok(http.send("POST", "/v1/topics/socket/records", "{\"records\":[{\"value\":\"live\"}]}"));

        assertThat(message.get(20, TimeUnit.SECONDS)).contains("\"value\":\"live\"");
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "enough").get(10, TimeUnit.SECONDS);
    }

    @Test
    void pagesOfOtherSitesGetNothing() throws Exception {
        HttpResponse<String> answer = http.send(http.request("/v1/topics").header("origin", "https://evil.example"));
        HttpResponse<String> form = http.send(http.request("/v1/topics")
                .header("content-type", "text/plain")
                .POST(BodyPublishers.ofString("{\"name\":\"csrf\"}")));

        assertThat(answer.headers().firstValue("access-control-allow-origin")).isEmpty();
        assertThat(form.statusCode()).isEqualTo(415);
    }

    @Test
    void documentTellsEveryRouteThatAnswers() throws Exception {
        JsonNode document = ok(http.get("/v1/openapi.json"));

        assertThat(document.path("paths").has("/subjects/{subject}/versions")).isTrue();
        document.path("paths").fieldNames().forEachRemaining(path -> {
            String concrete = path.replaceAll("\\{\\w+}", "none");
            if (!path.endsWith("/tail")) {
                int status = options(concrete);
                assertThat(status).as(path).isEqualTo(204);
            }
        });
    }

    private static int options(String path) {
        try {
            return http.send(http.request(path).method("OPTIONS", BodyPublishers.noBody()))
                    .statusCode();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void recordsOfARequestAreBounded() throws Exception {
        created("many", 1);

        JsonNode problem = refused(
                413, http.send("POST", "/v1/topics/many/records", "{\"records\":[{}" + ",{}".repeat(20_000) + "]}"));

        assertThat(problem.path("detail").asText()).contains("rest.max_records = 20000");
    }

    @Test
    void bodyWhereNoneIsTakenIsRefused() throws Exception {
        for (String method : new String[] {"OPTIONS", "DELETE", "GET"}) {
            refused(413, http.send(http.request("/v1/topics/none").method(method, BodyPublishers.ofString("{}"))));
        }
        refused(404, http.send("POST", "/v1/nothing", "{}"));
    }

    @Test
    void clientThatWouldNotTakeTheAnswerIsRefusedBeforeTheRegistryIsAsked() throws Exception {
        HttpResponse<String> answer = http.send(http.request("/subjects/unaccepted/versions")
                .header("accept", "text/html")
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString("{\"schema\":\"{\\\"type\\\":\\\"string\\\"}\"}")));

        assertThat(answer.statusCode()).isEqualTo(406);
    }

    @Test
    void depthOfJsonIsBounded() throws Exception {
        created("deep", 1);

        JsonNode problem = refused(
                400, http.send("POST", "/v1/topics/deep/records", "{\"records\":[{\"value\":" + "[".repeat(50_000)));

        assertThat(problem.path("detail").asText()).contains("depth");
    }
}
