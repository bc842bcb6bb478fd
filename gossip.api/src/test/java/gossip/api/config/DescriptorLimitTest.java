package gossip.api.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DescriptorLimitTest {
    @Test
    void softLimitIsTheFirstNumber() {
        assertThat(DescriptorLimit.parse(List.of(
                        "Limit                     Soft Limit           Hard Limit           Units     ",
                        "Max processes             7777                 7777                 processes ",
                        "Max open files            1024                 524288               files     ")))
                .hasValue(1024);
        assertThat(DescriptorLimit.parse(List.of("Max open files            unlimited            unlimited  files")))
                .hasValue(Long.MAX_VALUE);
    }

    @Test
    void whatIsNotUnderstoodIsUnknown() {
        assertThat(DescriptorLimit.parse(List.of())).isEmpty();
        assertThat(DescriptorLimit.parse(List.of("Max open files", "Max open files  many")))
                .isEmpty();
    }

    @Test
    void cacheTakesItsShareWithinBounds() {
        assertThat(DescriptorLimit.share(OptionalLong.of(20_000))).isEqualTo(9_744);
        assertThat(DescriptorLimit.share(OptionalLong.of(64))).isEqualTo(16);
        assertThat(DescriptorLimit.share(OptionalLong.of(Long.MAX_VALUE))).isEqualTo(100_000);
        assertThat(DescriptorLimit.share(OptionalLong.empty())).isEqualTo(10_000);
    }
}
