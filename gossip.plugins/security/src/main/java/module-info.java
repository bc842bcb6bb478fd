/** Finds out who clients are: the SASL mechanisms PLAIN, SCRAM and OAUTHBEARER. */
@org.jspecify.annotations.NullMarked
module gossip.plugins.security {
    requires gossip.api;
    requires org.jose4j;
    requires static org.jspecify;

    provides gossip.api.plugin.GossipPlugin with
            gossip.plugins.security.SecurityPlugin;
}
