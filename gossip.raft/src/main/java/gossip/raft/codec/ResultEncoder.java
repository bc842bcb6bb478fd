package gossip.raft.codec;

import gossip.api.metadata.MetadataResult.Done;
import gossip.api.metadata.MetadataResult.ProducerIds;
import gossip.api.metadata.MetadataResult.Refused;
import gossip.api.metadata.MetadataResult.Registered;
import gossip.api.metadata.MetadataResult.RegisteredVersion;
import gossip.raft.v1.Result;
import java.nio.ByteBuffer;

/** Writes results for the node that proposed the command. */
public final class ResultEncoder {
    private ResultEncoder() {}

    /**
     * Writes a result.
     *
     * @param indexed the result
     * @return its bytes, a buffer of its own
     */
    public static ByteBuffer encode(IndexedResult indexed) {
        Result.Builder message = Result.newBuilder().setIndex(indexed.index());
        switch (indexed.result()) {
            case Done done -> message.setDone(Result.Done.getDefaultInstance());
            case Refused refused ->
                message.setRefused(Result.Refused.newBuilder()
                        .setCode(refused.code().code())
                        .setMessage(refused.message()));
            case Registered registered -> message.setRegistered(Messages.broker(registered.registration()));
            case RegisteredVersion version ->
                message.setRegisteredVersion(Result.RegisteredVersion.newBuilder()
                        .setVersion(version.version())
                        .setId(version.id()));
            case ProducerIds ids ->
                message.setProducerIds(
                        Result.ProducerIds.newBuilder().setFirst(ids.first()).setCount(ids.count()));
        }
        return ByteBuffer.wrap(message.build().toByteArray());
    }
}
