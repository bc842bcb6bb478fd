package gossip.plugins.kafka.api;

import java.util.function.Supplier;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/**
 * A supported API.
 *
 * @param <Q> its request
 * @param key which
 * @param oldest first supported version
 * @param newest last supported version, inclusive
 * @param newRequest makes an empty request
 * @param handler answers it
 */
public record Api<Q extends ApiMessage>(
        ApiKeys key, short oldest, short newest, Supplier<Q> newRequest, ApiHandler<Q> handler) {

    /**
     * An API in all versions that the library knows and calls stable.
     *
     * @param <Q> its request
     * @param key which
     * @param newRequest makes an empty request
     * @param handler answers it
     * @return the API
     */
    public static <Q extends ApiMessage> Api<Q> of(ApiKeys key, Supplier<Q> newRequest, ApiHandler<Q> handler) {
        return new Api<>(key, key.oldestVersion(), key.latestVersion(false), newRequest, handler);
    }

    /**
     * Whether a version can be parsed.
     *
     * @param version a version
     * @return true if so
     */
    public boolean supports(short version) {
        return version >= oldest && version <= newest;
    }

    /**
     * The oldest version that clients are told of.
     *
     * <p>Versions 0 to 2 of Produce are named although they are refused, as Kafka does: librdkafka would otherwise think
     * that the broker cannot take any compressed records (KAFKA-18659).
     *
     * @return a version
     */
    public short oldestAdvertised() {
        return key == ApiKeys.PRODUCE ? ApiKeys.PRODUCE_API_VERSIONS_RESPONSE_MIN_VERSION : oldest;
    }
}
