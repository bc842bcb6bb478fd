package gossip.plugins.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.broker.Quotas.Use;
import gossip.plugins.kafka.memory.MemoryQuotas.Charge;
import gossip.plugins.kafka.memory.RawClient;
import gossip.plugins.kafka.memory.Requests;
import gossip.plugins.kafka.memory.TestServer;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.quota.ClientQuotaFilter;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.FetchResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QuotaTest {
    private static final int PRODUCE_VERSION = 9;
    private static final int FETCH_VERSION = 12;

    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.start();
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic("t", 1, (short) 1))).all().get();
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void clientThatOwesIsToldAndItsConnectionIsNotReadMeanwhile() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            server.broker().quotas().delay(Use.REQUEST, 300);
            AbstractResponse first = listGroups(client);
            assertThat(first.throttleTimeMs()).isEqualTo(300);

            server.broker().quotas().lift();
            long start = System.nanoTime();
            AbstractResponse second = listGroups(client);
            assertThat(second.throttleTimeMs()).isZero();
            assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(150));
        }
    }

    @Test
    void otherConnectionsAreServedMeanwhile() throws Exception {
        try (RawClient owing = new RawClient(server.port());
                RawClient other = new RawClient(server.port())) {
            server.broker().quotas().delay(Use.REQUEST, 60_000);
            assertThat(listGroups(owing).throttleTimeMs()).isEqualTo(60_000);
            server.broker().quotas().lift();

            assertThat(listGroups(other).throttleTimeMs()).isZero();
        }
    }

    @Test
    void bytesOfProducersAreCountedAlsoWithoutAcknowledgement() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            server.broker().quotas().delay(Use.PRODUCE, 1);
            client.send(ApiKeys.PRODUCE, PRODUCE_VERSION, Requests.produce("t", 0, Requests.batch(100)));
            listGroups(client);

            List<Charge> charges = server.broker().quotas().charges();
            assertThat(charges).extracting(Charge::use).containsExactly(Use.PRODUCE);
            assertThat(charges.getFirst().amount()).isGreaterThan(100);
        }
    }

    @Test
    void fetchOfAClientThatOwesIsAnsweredWithoutRecords() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            client.call(ApiKeys.PRODUCE, PRODUCE_VERSION, Requests.produce("t", -1, Requests.batch(100)));
            server.broker().quotas().delay(Use.FETCH, 50);
            FetchResponse empty = fetch(client);
            assertThat(empty.throttleTimeMs()).isEqualTo(50);
            assertThat(empty.data().responses()).isEmpty();

            server.broker().quotas().lift();
            FetchResponse full = fetch(client);
            assertThat(full.throttleTimeMs()).isZero();
            assertThat(full.data().responses()).hasSize(1);
        }
    }

    @Test
    void connectionFromAnAddressThatConnectsTooOftenIsHeldAndClosed() throws Exception {
        server.broker().quotas().delay(Use.CONNECTION, 200);
        long start = System.nanoTime();
        try (RawClient client = new RawClient(server.port())) {
            assertThat(client.isClosedByServer()).isTrue();
        }
        assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(100));

        server.broker().quotas().lift();
        try (RawClient client = new RawClient(server.port())) {
            assertThat(listGroups(client)).isNotNull();
        }
    }

    @Test
    void quotasAreSetAndShownByTheAdminClient() throws Exception {
        try (Admin admin = admin()) {
            ClientQuotaEntity anna = new ClientQuotaEntity(Map.of(ClientQuotaEntity.USER, "anna"));
            ClientQuotaEntity anybody = new ClientQuotaEntity(Collections.singletonMap(ClientQuotaEntity.USER, null));
            List<ClientQuotaAlteration.Op> ops = List.of(new ClientQuotaAlteration.Op("producer_byte_rate", 5.0));
            admin.alterClientQuotas(
                            List.of(new ClientQuotaAlteration(anna, ops), new ClientQuotaAlteration(anybody, ops)))
                    .all()
                    .get();

            assertThat(admin.describeClientQuotas(ClientQuotaFilter.all())
                            .entities()
                            .get())
                    .containsOnly(
                            Map.entry(anna, Map.of("producer_byte_rate", 5.0)),
                            Map.entry(anybody, Map.of("producer_byte_rate", 5.0)));
        }
    }

    private Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, server.address()));
    }

    private static AbstractResponse listGroups(RawClient client) throws Exception {
        return client.call(ApiKeys.LIST_GROUPS, 4, new ListGroupsRequestData());
    }

    private static FetchResponse fetch(RawClient client) throws Exception {
        return (FetchResponse) client.call(ApiKeys.FETCH, FETCH_VERSION, Requests.fetch("t", 0, 1, 1 << 20));
    }
}
