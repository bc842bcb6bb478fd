package gossip.raft.codec;

import com.google.protobuf.InvalidProtocolBufferException;
import gossip.api.ErrorCode;
import gossip.api.metadata.MetadataResult;
import gossip.api.metadata.MetadataResult.Done;
import gossip.api.metadata.MetadataResult.ProducerIds;
import gossip.api.metadata.MetadataResult.Refused;
import gossip.api.metadata.MetadataResult.Registered;
import gossip.api.metadata.MetadataResult.RegisteredVersion;
import gossip.raft.v1.Result;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads results as the leader sent them. */
public final class ResultDecoder {
    private static final Map<Integer, ErrorCode> CODES = Arrays.stream(ErrorCode.values())
            .collect(Collectors.toUnmodifiableMap(code -> (int) code.code(), code -> code));

    private ResultDecoder() {}

    /**
     * Reads a result.
     *
     * @param bytes from position to limit; not kept
     * @return the result
     * @throws MalformedMetadataException if the bytes are no result that this version knows
     */
    public static IndexedResult decode(ByteBuffer bytes) throws MalformedMetadataException {
        Result message = parse(bytes);
        MetadataResult result = switch (message.getKindCase()) {
            case DONE -> new Done();
            case REFUSED -> refused(message.getRefused());
            case REGISTERED -> new Registered(Values.broker(message.getRegistered()));
            case PRODUCER_IDS ->
                new ProducerIds(
                        message.getProducerIds().getFirst(),
                        message.getProducerIds().getCount());
            case REGISTERED_VERSION ->
                new RegisteredVersion(
                        message.getRegisteredVersion().getVersion(),
                        message.getRegisteredVersion().getId());
            case KIND_NOT_SET ->
                throw new MalformedMetadataException(
                        "a metadata result of an unknown kind; does the leader" + " run a newer version of Gossip?");
        };
        return new IndexedResult(message.getIndex(), result);
    }

    private static Result parse(ByteBuffer bytes) throws MalformedMetadataException {
        try {
            return Result.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedMetadataException("not a metadata result", e);
        }
    }

    private static MetadataResult refused(Result.Refused message) {
        return new Refused(CODES.getOrDefault(message.getCode(), ErrorCode.UNKNOWN_SERVER_ERROR), message.getMessage());
    }
}
