package gossip.api.consensus;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** What a consensus engine drives. Called by one thread at a time. Deterministic: no clock, no chance, no I/O of its own. */
public interface ReplicatedStateMachine {
    /**
     * Applies a command.
     *
     * @param index position in the agreed order, ascending
     * @param command opaque bytes, valid during the call
     * @return the answer for whoever proposed it
     */
    ByteBuffer apply(long index, ByteBuffer command);

    /**
     * Writes the whole state.
     *
     * @param target not closed by this method
     * @throws IOException if the target fails
     */
    void writeSnapshot(OutputStream target) throws IOException;

    /**
     * Replaces the whole state.
     *
     * @param index index of the last command that the snapshot contains
     * @param source not closed by this method
     * @throws IOException if the source fails or is not a snapshot; the state is then as it was
     */
    void readSnapshot(long index, InputStream source) throws IOException;
}
