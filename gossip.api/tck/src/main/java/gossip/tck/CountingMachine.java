package gossip.tck;

import gossip.api.consensus.ReplicatedStateMachine;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Remembers the commands it was given, as text, and answers with their count. */
public final class CountingMachine implements ReplicatedStateMachine {
    private final List<String> commands = new ArrayList<>();

    /** Creates a machine that has seen nothing. */
    public CountingMachine() {
        // nothing to set up
    }

    @Override
    public synchronized ByteBuffer apply(long index, ByteBuffer command) {
        commands.add(StandardCharsets.UTF_8.decode(command.duplicate()).toString());
        return ByteBuffer.allocate(4).putInt(0, commands.size());
    }

    @Override
    public synchronized void writeSnapshot(OutputStream target) throws IOException {
        DataOutputStream data = new DataOutputStream(target);
        data.writeInt(commands.size());
        for (String command : commands) {
            data.writeUTF(command);
        }
        data.flush();
    }

    @Override
    public synchronized void readSnapshot(long index, InputStream source) throws IOException {
        DataInputStream data = new DataInputStream(source);
        List<String> read = new ArrayList<>();
        for (int left = data.readInt(); left > 0; left--) {
            read.add(data.readUTF());
        }
        commands.clear();
        commands.addAll(read);
    }

    /**
     * What it was given.
     *
     * @return a copy
     */
    public synchronized List<String> commands() {
        return List.copyOf(commands);
    }
}
