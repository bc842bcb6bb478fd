package gossip.plugins.kafka.connection;

import gossip.plugins.kafka.api.Api;
import gossip.plugins.kafka.api.ApiRegistry;
import gossip.plugins.kafka.frame.MalformedFrameException;
import java.nio.ByteBuffer;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Readable;

/** Reads the header of a frame and finds its API. Stateless. */
final class RequestParser {
    private final ApiRegistry registry;

    RequestParser(ApiRegistry registry) {
        this.registry = registry;
    }

    /** The API that a frame is for. */
    Api<?> api(ByteBuffer frame) {
        short key = frame.getShort(0);
        Api<?> api = registry.find(key);
        if (api == null) {
            String name = ApiKeys.hasId(key) ? ApiKeys.forId(key).name : "unknown";
            throw new MalformedFrameException("a request for API " + key + " (" + name + "), which is not supported");
        }
        short version = frame.getShort(2);
        if (!api.supports(version) && api.key() != ApiKeys.API_VERSIONS) {
            throw new MalformedFrameException("a " + api.key().name + " request of version " + version
                    + "; supported are " + api.oldest() + " to " + api.newest());
        }
        return api;
    }

    /** The header of a frame; the body comes next. */
    static RequestHeaderData header(Api<?> api, ByteBuffer frame, Readable bytes) {
        short headerVersion = api.key().requestHeaderVersion(frame.getShort(2));
        try {
            return new RequestHeaderData(bytes, headerVersion);
        } catch (RuntimeException e) {
            throw new MalformedFrameException("a " + api.key().name + " request whose header cannot be read", e);
        }
    }

    /** The body of a frame. */
    static <Q extends ApiMessage> Q body(Api<Q> api, short version, Readable bytes) {
        Q request = api.newRequest().get();
        try {
            request.read(bytes, version);
            return request;
        } catch (RuntimeException e) {
            throw new MalformedFrameException(
                    "a " + api.key().name + " request of version " + version + " that cannot be read", e);
        }
    }
}
