package gossip.plugins.security;

import gossip.api.config.NodeSettings;
import gossip.api.metadata.MetadataStore;
import gossip.api.plugin.GossipPlugin;
import gossip.api.plugin.PluginContext;
import gossip.api.plugin.Registrar;
import gossip.api.security.Authenticator;
import gossip.api.security.ScramMechanism;

/** Offers the SASL mechanisms. */
public final class SecurityPlugin implements GossipPlugin {
    /** Called by the service loader. */
    public SecurityPlugin() {
        // nothing to set up
    }

    @Override
    public String name() {
        return "security";
    }

    @Override
    public int apiVersion() {
        return GossipPlugin.API_VERSION;
    }

    @Override
    public void register(Registrar registrar) {
        OauthSettings.ALL.forEach(registrar::setting);
        registrar.provide(
                Authenticator.class,
                PlainAuthenticator.MECHANISM,
                context -> new PlainAuthenticator(credentials(context)));
        for (ScramMechanism mechanism : ScramMechanism.values()) {
            registrar.provide(
                    Authenticator.class,
                    mechanism.mechanism(),
                    context -> new ScramAuthenticator(mechanism, credentials(context)));
        }
        registrar.provide(
                Authenticator.class,
                OauthAuthenticator.MECHANISM,
                context -> new OauthAuthenticator(OauthSettings.from(context.settings()), context.clock()));
    }

    private static StoredCredentials credentials(PluginContext context) {
        return new StoredCredentials(
                context.selected(MetadataStore.class),
                context.settings().value(NodeSettings.DELEGATION_TOKEN_SECRET),
                context.clock());
    }
}
