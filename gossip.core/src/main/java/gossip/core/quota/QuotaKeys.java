package gossip.core.quota;

import gossip.api.broker.Quotas.Use;
import java.util.Map;

/** Kafka's names of limits. */
enum QuotaKeys {
    PRODUCER_BYTE_RATE("producer_byte_rate", Use.PRODUCE, 1, true, Long.MAX_VALUE),
    CONSUMER_BYTE_RATE("consumer_byte_rate", Use.FETCH, 1, true, Long.MAX_VALUE),
    /** In percent of one thread; 1% are ten million nanoseconds a second. */
    REQUEST_PERCENTAGE("request_percentage", Use.REQUEST, 1e7, false, Double.MAX_VALUE),
    CONTROLLER_MUTATION_RATE("controller_mutation_rate", Use.MUTATION, 1, false, Double.MAX_VALUE),
    CONNECTION_CREATION_RATE("connection_creation_rate", Use.CONNECTION, 1, true, Integer.MAX_VALUE);

    private static final Map<String, QuotaKeys> BY_NAME = Map.of(
            PRODUCER_BYTE_RATE.kafkaName, PRODUCER_BYTE_RATE,
            CONSUMER_BYTE_RATE.kafkaName, CONSUMER_BYTE_RATE,
            REQUEST_PERCENTAGE.kafkaName, REQUEST_PERCENTAGE,
            CONTROLLER_MUTATION_RATE.kafkaName, CONTROLLER_MUTATION_RATE,
            CONNECTION_CREATION_RATE.kafkaName, CONNECTION_CREATION_RATE);

    private final String kafkaName;
    private final Use use;
    private final double unit;
    private final boolean whole;
    private final double largest;

    QuotaKeys(String kafkaName, Use use, double unit, boolean whole, double largest) {
        this.kafkaName = kafkaName;
        this.use = use;
        this.unit = unit;
        this.whole = whole;
        this.largest = largest;
    }

    static java.util.Optional<QuotaKeys> of(String kafkaName) {
        return java.util.Optional.ofNullable(BY_NAME.get(kafkaName));
    }

    String kafkaName() {
        return kafkaName;
    }

    Use use() {
        return use;
    }

    /** The limit in the unit of the use, for each second. */
    double perSecond(double limit) {
        return limit * unit;
    }

    /** What is wrong with a value; empty if nothing is. */
    String problem(double value) {
        if (!(value > 0)) {
            return "must be greater than 0, not " + value;
        }
        if (value > largest) {
            return "must be at most " + largest + ", not " + value;
        }
        return whole && Math.abs(value % 1.0) > 1e-6 ? "must be a whole number, not " + value : "";
    }
}
