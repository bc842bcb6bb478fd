package gossip.core.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import gossip.api.broker.Configs.Entry;
import gossip.api.broker.Configs.Source;
import gossip.api.broker.Configs.Synonym;
import gossip.api.config.Setting;
import gossip.api.config.Settings;
import gossip.core.config.ConfigException;
import gossip.core.config.ConfigException.Problem;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GroupTimesTest {
    private static final String SESSION = "consumer.session.timeout.ms";
    private static final String HEARTBEAT = "consumer.heartbeat.interval.ms";

    private static Settings configured(Map<String, String> values) {
        return new Settings() {
            @Override
            public <T> T value(Setting<T> setting) {
                String text = values.get(setting.key());
                return text == null ? setting.defaultValue() : setting.parse(text);
            }
        };
    }

    private static GroupTimes times(Map<String, String> values) {
        return GroupTimes.of(configured(values));
    }

    @Test
    void withoutSettingsTheyAreKafkas() {
        GroupTimes times = times(Map.of());
        assertThat(times.session()).isEqualTo(new GroupTimes.Range(45_000, 45_000, 60_000));
        assertThat(times.heartbeat()).isEqualTo(new GroupTimes.Range(5_000, 5_000, 15_000));
    }

    @Test
    void contradictionsAreToldTogether() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> times(Map.of(
                        "group.consumer_session_timeout", "10s",
                        "group.consumer_min_heartbeat_interval", "20s")))
                .satisfies(e -> assertThat(e.problems())
                        .extracting(Problem::where)
                        .containsExactly("group.consumer_session_timeout", "group.consumer_min_heartbeat_interval"))
                .withMessageContaining("45000ms");
    }

    @Test
    void heartbeatsComeMoreOftenThanSessionsEnd() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> times(Map.of(
                        "group.consumer_session_timeout", "5s",
                        "group.consumer_min_session_timeout", "5s")))
                .withMessageContaining("group.consumer_heartbeat_interval")
                .withMessageContaining("5000ms");
    }

    @Test
    void groupsMaySetWhatIsWithinTheBounds() {
        GroupConfigs configs = new GroupConfigs(times(Map.of("group.consumer_min_session_timeout", "6s")));
        Map<String, String> own = Map.of(SESSION, "6000");
        assertThat(configs.sessionTimeoutMs(own)).isEqualTo(6_000);
        assertThat(configs.heartbeatIntervalMs(own)).isEqualTo(5_000);
        assertThat(configs.sessionTimeoutMs(Map.of())).isEqualTo(45_000);
    }

    @Test
    void whatWasSetUnderOtherBoundsIsBroughtWithinThePresentOnes() {
        GroupConfigs configs = new GroupConfigs(times(Map.of()));
        Map<String, String> own = Map.of(SESSION, "6000", HEARTBEAT, "60000");
        assertThat(configs.sessionTimeoutMs(own)).isEqualTo(45_000);
        assertThat(configs.heartbeatIntervalMs(own)).isEqualTo(15_000);
    }

    @Test
    void describedValuesSayWhereTheyComeFrom() {
        GroupConfigs configs = new GroupConfigs(times(Map.of("group.consumer_session_timeout", "50s")));
        assertThat(configs.entries("g", Map.of()))
                .extracting(Entry::name, Entry::value, Entry::source)
                .containsExactly(
                        tuple(HEARTBEAT, Optional.of("5000"), Source.DEFAULT),
                        tuple(SESSION, Optional.of("50000"), Source.BROKER_STATIC));
        assertThat(configs.entries("g", Map.of(SESSION, "55000")).getLast().synonyms())
                .extracting(Synonym::value, Synonym::source)
                .containsExactly(
                        tuple(Optional.of("55000"), Source.GROUP),
                        tuple(Optional.of("50000"), Source.BROKER_STATIC),
                        tuple(Optional.of("45000"), Source.DEFAULT));
    }
}
