package gossip.core.security;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.broker.RequestContext;
import gossip.api.config.Setting;
import gossip.api.config.Settings;
import gossip.api.metadata.MetadataCommand.CreateAcls;
import gossip.api.metadata.MetadataCommand.DeleteAcls;
import gossip.api.security.Acl;
import gossip.api.security.Authorizer;
import gossip.api.security.Operation;
import gossip.api.security.Principal;
import gossip.api.security.Resource;
import gossip.core.topic.MemoryMetadata;
import gossip.tck.AuthorizerContract;
import java.util.List;
import org.junit.jupiter.api.Test;

class AclAuthorizerTest extends AuthorizerContract {
    private static final Acl READ_ORDERS = new Acl(
            Resource.Type.TOPIC,
            Acl.Pattern.LITERAL,
            "orders",
            "User:alice",
            "*",
            Operation.READ,
            Acl.Permission.ALLOW);
    private static final RequestContext ALICE =
            new RequestContext(new Principal("User", "alice"), "c", "127.0.0.1", "kafka");

    private final MemoryMetadata metadata = new MemoryMetadata(1);

    @Override
    protected Authorizer openAuthorizer() {
        metadata.submit(new CreateAcls(List.of(READ_ORDERS)));
        return new AclAuthorizer(metadata, Settings.DEFAULTS);
    }

    @Override
    protected RequestContext reader() {
        return ALICE;
    }

    @Test
    void decisionIsForgottenWhenAnAclChanges() {
        Authorizer authorizer = openAuthorizer();
        assertThat(authorizer.allows(ALICE, Operation.READ, Resource.topic("orders")))
                .isTrue();
        metadata.submit(new DeleteAcls(List.of(READ_ORDERS)));
        assertThat(authorizer.allows(ALICE, Operation.READ, Resource.topic("orders")))
                .isFalse();
    }

    @Test
    void superUserMayDoEverything() {
        Settings settings = new Settings() {
            @Override
            public <T> T value(Setting<T> setting) {
                return setting.key().equals("security.super_users")
                        ? setting.parse("User:admin")
                        : setting.defaultValue();
            }
        };
        AclAuthorizer authorizer = new AclAuthorizer(metadata, settings);
        RequestContext admin = new RequestContext(new Principal("User", "admin"), "c", "127.0.0.1", "kafka");
        assertThat(authorizer.allows(admin, Operation.ALTER, Resource.CLUSTER)).isTrue();
        assertThat(authorizer.allowsAny(admin, Operation.WRITE, Resource.Type.TOPIC))
                .isTrue();
        assertThat(authorizer.allows(ALICE, Operation.ALTER, Resource.CLUSTER)).isFalse();
    }
}
