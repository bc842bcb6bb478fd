package gossip.plugins.kafka.handler;

import gossip.api.broker.Configs.Source;
import gossip.api.broker.Configs.ValueType;
import gossip.api.metadata.ConfigResource;
import java.util.Optional;
import org.apache.kafka.common.requests.DescribeConfigsResponse.ConfigSource;
import org.apache.kafka.common.requests.DescribeConfigsResponse.ConfigType;

/** The numbers that the protocol gives to resources, sources and types of settings. */
final class ConfigCodes {
    private static final byte TOPIC = org.apache.kafka.common.config.ConfigResource.Type.TOPIC.id();
    private static final byte BROKER = org.apache.kafka.common.config.ConfigResource.Type.BROKER.id();

    private ConfigCodes() {}

    /** The resource that a request names; empty if this broker has none of that type. */
    static Optional<ConfigResource> resource(byte type, String name) {
        if (type == TOPIC) {
            return Optional.of(new ConfigResource(ConfigResource.Type.TOPIC, name));
        }
        return type == BROKER ? Optional.of(new ConfigResource(ConfigResource.Type.BROKER, name)) : Optional.empty();
    }

    static String unknownResource(byte type) {
        return "settings of type "
                + org.apache.kafka.common.config.ConfigResource.Type.forId(type) + " (" + type
                + ") do not exist; there are those of topics (" + TOPIC + ") and of brokers (" + BROKER + ")";
    }

    static byte of(Source source) {
        return switch (source) {
            case TOPIC -> ConfigSource.TOPIC_CONFIG.id();
            case BROKER_DYNAMIC -> ConfigSource.DYNAMIC_BROKER_CONFIG.id();
            case BROKERS_DYNAMIC -> ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG.id();
            case BROKER_STATIC -> ConfigSource.STATIC_BROKER_CONFIG.id();
            case DEFAULT -> ConfigSource.DEFAULT_CONFIG.id();
        };
    }

    static byte of(ValueType type) {
        return switch (type) {
            case BOOLEAN -> ConfigType.BOOLEAN.id();
            case STRING -> ConfigType.STRING.id();
            case INT -> ConfigType.INT.id();
            case LONG -> ConfigType.LONG.id();
            case DOUBLE -> ConfigType.DOUBLE.id();
            case LIST -> ConfigType.LIST.id();
        };
    }
}
