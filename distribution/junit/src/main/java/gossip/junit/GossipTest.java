package gossip.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the tests of a class a broker. It is started before the first test and stopped after the last, keeps its files in a
 * directory of its own that is deleted at the end, and serves Kafka clients on a free port of 127.0.0.1.
 *
 * <pre>{@code
 * @GossipTest(topics = "orders")
 * class OrdersTest {
 *     @Test
 *     void orderIsPublished(@BootstrapServers String servers) { ... }
 *
 *     @Test
 *     void orderIsStored(Gossip gossip) {
 *         gossip.produce("orders", "1", "two apples");
 *     }
 * }
 * }</pre>
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(GossipExtension.class)
public @interface GossipTest {
    /**
     * Topics to create before the first test.
     *
     * @return names, each perhaps followed by a colon and its number of partitions, as in {@code orders:3}
     */
    String[] topics() default {};

    /**
     * Settings of the broker.
     *
     * @return such as {@code storage.durability=os}
     */
    String[] settings() default {};
}
