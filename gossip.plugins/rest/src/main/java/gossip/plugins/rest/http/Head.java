package gossip.plugins.rest.http;

import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * The head of a request: all that is known before its body is read.
 *
 * @param method of HTTP, as sent
 * @param target what it is for
 * @param headers as sent
 * @param peer where it comes from
 */
public record Head(String method, Target target, HttpHeaders headers, Peer peer) {
    /**
     * Value of a header.
     *
     * @param name in any case
     * @return the first, if there are several
     */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /**
     * Values of a header.
     *
     * @param name in any case
     * @return perhaps none
     */
    public List<String> allOf(String name) {
        return headers.getAll(name);
    }

    /**
     * Who is at the other end of the connection.
     *
     * @param address of the client
     * @param certificate what it proved by TLS
     */
    public record Peer(InetAddress address, Certificate certificate) {}
}
