package gossip.plugins.kafka.handler;

import gossip.api.broker.Configs.Source;
import gossip.api.broker.Configs.ValueType;
import gossip.api.metadata.ConfigResource;
import gossip.api.metadata.ConfigResource.Type;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.kafka.common.requests.DescribeConfigsResponse.ConfigSource;
import org.apache.kafka.common.requests.DescribeConfigsResponse.ConfigType;

/** The numbers that the protocol gives to resources, sources and types of settings. */
final class ConfigCodes {
    private static final Map<Byte, Type> TYPES = Map.of(
            org.apache.kafka.common.config.ConfigResource.Type.TOPIC.id(), Type.TOPIC,
            org.apache.kafka.common.config.ConfigResource.Type.BROKER.id(), Type.BROKER,
            org.apache.kafka.common.config.ConfigResource.Type.BROKER_LOGGER.id(), Type.BROKER_LOGGER,
            org.apache.kafka.common.config.ConfigResource.Type.GROUP.id(), Type.GROUP,
            org.apache.kafka.common.config.ConfigResource.Type.CLIENT_METRICS.id(), Type.CLIENT_METRICS);

    private ConfigCodes() {}

    /** The resource that a request names; empty if this broker has none of that type. */
    static Optional<ConfigResource> resource(byte type, String name) {
        return type(type).map(known -> new ConfigResource(known, name));
    }

    /** The type that a request names; empty if this broker has none such. */
    static Optional<Type> type(byte type) {
        return Optional.ofNullable(TYPES.get(type));
    }

    static byte of(Type type) {
        return switch (type) {
            case TOPIC -> org.apache.kafka.common.config.ConfigResource.Type.TOPIC.id();
            case BROKER -> org.apache.kafka.common.config.ConfigResource.Type.BROKER.id();
            case BROKER_LOGGER -> org.apache.kafka.common.config.ConfigResource.Type.BROKER_LOGGER.id();
            case GROUP -> org.apache.kafka.common.config.ConfigResource.Type.GROUP.id();
            case CLIENT_METRICS -> org.apache.kafka.common.config.ConfigResource.Type.CLIENT_METRICS.id();
        };
    }

    static String unknownResource(byte type) {
        return "settings of type "
                + org.apache.kafka.common.config.ConfigResource.Type.forId(type) + " (" + type
                + ") do not exist; there are those of the types " + new TreeSet<>(TYPES.keySet());
    }

    static byte of(Source source) {
        return switch (source) {
            case TOPIC -> ConfigSource.TOPIC_CONFIG.id();
            case GROUP -> ConfigSource.GROUP_CONFIG.id();
            case CLIENT_METRICS -> ConfigSource.CLIENT_METRICS_CONFIG.id();
            case BROKER_LOGGER -> ConfigSource.DYNAMIC_BROKER_LOGGER_CONFIG.id();
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
