package gossip.tests.clients;

import static gossip.tests.packaged.Clients.await;
import static org.assertj.core.api.Assertions.assertThat;

import gossip.tests.packaged.Clients;
import gossip.tests.packaged.Installation;
import gossip.tests.packaged.PackagedBroker;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.quota.ClientQuotaFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is set while the broker runs takes effect, and is still there after it was killed. */
class QuotaIT {
    private static final ConfigResource ALL_BROKERS = new ConfigResource(ConfigResource.Type.BROKER, "");

    @TempDir
    private Path folder;

    @Test
    void producerBeyondItsQuotaIsSlowedAlsoAfterTheBrokerWasKilled() throws Exception {
        try (PackagedBroker broker = PackagedBroker.of(Installation.withRuntime(), folder)
                .set("quota.window", "1s")
                .start()) {
            Clients clients = Clients.of(broker);
            String topic = clients.createTopic("quota", 1, Map.of());
            ClientQuotaEntity anybody = new ClientQuotaEntity(Collections.singletonMap("client-id", null));
            try (Admin admin = clients.admin()) {
                await(admin.alterClientQuotas(List.of(new ClientQuotaAlteration(
                                anybody, List.of(new ClientQuotaAlteration.Op("producer_byte_rate", 50_000.0)))))
                        .all());
                AlterConfigOp retention =
                        new AlterConfigOp(new ConfigEntry("log.retention.ms", "77000"), AlterConfigOp.OpType.SET);
                await(admin.incrementalAlterConfigs(Map.of(ALL_BROKERS, List.of(retention)))
                        .all());
            }

            assertThat(longestDelayMs(clients, topic)).isPositive();
            broker.kill();
            broker.start();

            Clients again = Clients.of(broker);
            assertThat(longestDelayMs(again, topic)).isPositive();
            try (Admin admin = again.admin()) {
                assertThat(await(admin.describeClientQuotas(ClientQuotaFilter.all())
                                .entities()))
                        .containsKey(anybody);
                ConfigResource configs = new ConfigResource(ConfigResource.Type.TOPIC, topic);
                assertThat(await(admin.describeConfigs(List.of(configs)).all())
                                .get(configs)
                                .get("retention.ms")
                                .value())
                        .isEqualTo("77000");
            }
            broker.stopCleanly();
        }
    }

    @Test
    void clientThatTakesMoreTimeOfThreadsThanItMayIsSlowed() throws Exception {
        try (PackagedBroker broker = PackagedBroker.of(Installation.withRuntime(), folder)
                .set("quota.window", "1s")
                .start()) {
            Clients clients = Clients.of(broker);
            String topic = clients.createTopic("time", 1, Map.of());
            assertThat(longestDelayMs(clients, topic)).isZero();
            ClientQuotaEntity anybody = new ClientQuotaEntity(Collections.singletonMap("client-id", null));
            try (Admin admin = clients.admin()) {
                await(admin.alterClientQuotas(List.of(new ClientQuotaAlteration(
                                anybody, List.of(new ClientQuotaAlteration.Op("request_percentage", 0.001)))))
                        .all());
            }
            assertThat(longestDelayMs(clients, topic)).isPositive();
            broker.stopCleanly();
        }
    }

    /** Sends about twice what may be sent at once. */
    private static double longestDelayMs(Clients clients, String topic) throws Exception {
        try (KafkaProducer<String, String> producer = clients.producer(Map.of())) {
            for (int i = 0; i < 10; i++) {
                producer.send(new ProducerRecord<>(topic, "v".repeat(10_000))).get();
            }
            return producer.metrics().values().stream()
                    .filter(metric -> metric.metricName().name().equals("produce-throttle-time-max"))
                    .mapToDouble(metric -> (Double) metric.metricValue())
                    .max()
                    .orElseThrow();
        }
    }
}
