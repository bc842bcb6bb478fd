package examples.guests;

import gossip.api.config.Setting;
import gossip.api.config.SettingType;
import gossip.api.plugin.GossipPlugin;
import gossip.api.plugin.Registrar;
import gossip.api.security.Authorizer;
import gossip.api.security.Operation;

/** Keeps guests from writing. */
public final class GuestsPlugin implements GossipPlugin {
    private static final Setting<String> PREFIX =
            Setting.of("guests.prefix", SettingType.TEXT, "guest-", "Clients whose id begins with this may not write.");

    @Override
    public String name() {
        return "example-guests";
    }

    @Override
    public int apiVersion() {
        return GossipPlugin.API_VERSION;
    }

    @Override
    public void register(Registrar registrar) {
        registrar
                .setting(PREFIX)
                .provide(
                        Authorizer.class,
                        "guests",
                        context -> readOnly(context.settings().value(PREFIX)));
    }

    private static Authorizer readOnly(String prefix) {
        return (context, operation, resource) ->
                operation != Operation.WRITE || !context.clientId().startsWith(prefix);
    }
}
