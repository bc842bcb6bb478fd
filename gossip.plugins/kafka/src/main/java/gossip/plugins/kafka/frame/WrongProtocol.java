package gossip.plugins.kafka.frame;

/** Says what a size prefix that cannot be one may mean: the usual cause is a client of another protocol. */
final class WrongProtocol {
    private WrongProtocol() {}

    static String describe(int size, int maxFrameBytes) {
        String problem = size < 0 || size <= maxFrameBytes
                ? "a frame of " + size + " bytes"
                : "a frame of " + size + " bytes is larger than network.max_request_size = " + maxFrameBytes;
        return problem + guess(size);
    }

    private static String guess(int size) {
        if (size >>> 16 == 0x1603) {
            return " (this looks like TLS, which this listener does not speak)";
        }
        return switch (size) {
            case 0x47455420, 0x504f5354, 0x48454144, 0x50555420 -> " (this looks like HTTP)";
            default -> "";
        };
    }
}
