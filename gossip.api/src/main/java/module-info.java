/**
 * Gossip's interfaces: the inbound port that protocols drive, and the SPI behind which every part can be replaced. Depends
 * on nothing but the JDK's base.
 */
module gossip.api {
    exports gossip.api;
    exports gossip.api.broker;
    exports gossip.api.config;
    exports gossip.api.consensus;
    exports gossip.api.group;
    exports gossip.api.metadata;
    exports gossip.api.metrics;
    exports gossip.api.network;
    exports gossip.api.plugin;
    exports gossip.api.query;
    exports gossip.api.record;
    exports gossip.api.replication;
    exports gossip.api.schema;
    exports gossip.api.security;
    exports gossip.api.storage;
    exports gossip.api.telemetry;
}
