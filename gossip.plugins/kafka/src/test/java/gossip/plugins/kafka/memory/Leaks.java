package gossip.plugins.kafka.memory;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Watches Netty's buffers: each one must be released before it is forgotten. */
public final class Leaks {
    private static final int EVERY_BUFFER = 1;
    private static final List<String> FOUND = new CopyOnWriteArrayList<>();

    private Leaks() {}

    /** Begins to watch. Must come before the first buffer. Set the level to PARANOID to see where a buffer was used. */
    public static void watch() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.SIMPLE);
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new ResourceLeakDetectorFactory() {
            @Override
            public <T> ResourceLeakDetector<T> newResourceLeakDetector(
                    Class<T> resource, int samplingInterval, long maxActive) {
                return new Recorder<>(resource, EVERY_BUFFER);
            }
        });
    }

    /** What was forgotten. The collector has to notice first. */
    public static List<String> found() {
        for (int i = 0; i < 3; i++) {
            System.gc();
            // the detector looks at what was collected when the next buffers are made
            for (int j = 0; j < 10; j++) {
                ByteBufAllocator.DEFAULT.directBuffer(1).release();
            }
        }
        return List.copyOf(FOUND);
    }

    private static final class Recorder<T> extends ResourceLeakDetector<T> {
        @SuppressWarnings("deprecation") // the only constructor that a factory can call
        Recorder(Class<T> resource, int samplingInterval) {
            super(resource, samplingInterval);
        }

        @Override
        protected boolean needReport() {
            return true;
        }

        @Override
        protected void reportTracedLeak(String resourceType, String records) {
            FOUND.add(resourceType + records);
        }

        @Override
        protected void reportUntracedLeak(String resourceType) {
            FOUND.add(resourceType);
        }
    }
}
