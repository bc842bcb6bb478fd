/** Contract tests: what every implementation of an SPI has to do. Authors of plugins extend them in tests of their own. */
module gossip.tck {
    requires transitive gossip.api;
    requires transitive org.junit.jupiter.api;
    requires transitive org.assertj.core;

    exports gossip.tck;
}
