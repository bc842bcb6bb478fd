package gossip.core.partition;

/** Makes producer states for models in other packages. */
public final class ModelProducers {
    private ModelProducers() {}

    public static ProducerStates states(int maxProducers) {
        return new ProducerStates(maxProducers, new StableOffset(new HighWatermark()));
    }
}
