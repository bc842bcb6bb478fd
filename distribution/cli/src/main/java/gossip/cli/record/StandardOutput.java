package gossip.cli.record;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Asks the operating system whether somebody still reads standard output. Java learns it only by writing, so that
 * {@code gossip consume t | head -5} would go on until the next record.
 */
final class StandardOutput {
    private static final int FILE_DESCRIPTOR = 1;
    private static final short POLLERR = 0x8;
    private static final long POLLFD_BYTES = 8;
    private static final long REVENTS_POSITION = 6;

    private StandardOutput() {}

    /** Whether it is a pipe or socket whose other end is closed. False where the system has no poll(2). */
    @SuppressWarnings("restricted") // The module has native access: bin/gossip grants it.
    static boolean isAbandoned() {
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find("poll")
                .map(poll -> poll(linker.downcallHandle(
                        poll, FunctionDescriptor.of(JAVA_INT, ValueLayout.ADDRESS, JAVA_LONG, JAVA_INT))))
                .orElse(false);
    }

    /** Asks for no event: errors are reported all the same. */
    private static boolean poll(MethodHandle poll) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pollfd = arena.allocate(POLLFD_BYTES, JAVA_INT.byteAlignment());
            pollfd.set(JAVA_INT, 0, FILE_DESCRIPTOR);
            int ready = (int) poll.invokeExact(pollfd, 1L, 0);
            return ready > 0 && (pollfd.get(JAVA_SHORT, REVENTS_POSITION) & POLLERR) != 0;
        } catch (Throwable e) {
            throw new IllegalStateException("poll(2) on standard output", e);
        }
    }
}
