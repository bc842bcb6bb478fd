package gossip.tests.rest;

import gossip.api.Endpoint;
import gossip.core.Gossip;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks the door of a broker. */
final class HttpClientOf implements AutoCloseable {
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final String base;

    HttpClientOf(String base) {
        this.base = base;
    }

    static HttpClientOf broker(Gossip gossip) {
        Endpoint door = gossip.endpoints().stream()
                .filter(endpoint -> endpoint.listener().equals("rest"))
                .findFirst()
                .orElseThrow();
        return new HttpClientOf("http://" + door);
    }

    HttpClient client() {
        return client;
    }

    URI uri(String path) {
        return URI.create(base + path);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(30));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    HttpResponse<String> send(String method, String path, String body) throws IOException, InterruptedException {
        return send(
                request(path).header("content-type", "application/json").method(method, BodyPublishers.ofString(body)));
    }

    @Override
    public void close() {
        client.close();
    }
}
