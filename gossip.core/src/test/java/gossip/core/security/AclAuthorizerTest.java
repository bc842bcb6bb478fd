package gossip.core.security;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.broker.RequestContext;
import gossip.api.config.Setting;
import gossip.api.config.Settings;
import gossip.api.metadata.MetadataCommand.CreateAcls;
import gossip.api.metadata.MetadataCommand.DeleteAcls;
import gossip.api.security.Acl;
import gossip.api.security.Acl.Permission;
import gossip.api.security.Authorizer;
import gossip.api.security.Operation;
import gossip.api.security.Principal;
import gossip.api.security.Resource;
import gossip.core.topic.MemoryMetadata;
import gossip.tck.AuthorizerContract;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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

    @Test
    void namesThatClientsMakeUpTakeLittleMemory() {
        AclAuthorizer authorizer = new AclAuthorizer(metadata, Settings.DEFAULTS);
        String longName = "x".repeat(32_000);
        for (int i = 0; i < 1_000; i++) {
            assertThat(authorizer.allows(ALICE, Operation.READ, Resource.topic(longName + i)))
                    .isFalse();
        }
        assertThat(authorizer.cachedBytes()).isLessThan(2_000);
        String name = "y".repeat(240);
        long most = 0;
        for (int i = 0; i < 100_000; i++) {
            authorizer.allows(ALICE, Operation.READ, Resource.topic(name + i));
            most = Math.max(most, authorizer.cachedBytes());
        }
        assertThat(most).isBetween(8_000_000L, 8_400_000L);
    }

    @Test
    void clientsThatComeFromManyHostsTakeLittleMemory() {
        AclAuthorizer authorizer = new AclAuthorizer(metadata, Settings.DEFAULTS);
        long most = 0;
        for (int i = 0; i < 20_000; i++) {
            RequestContext client = new RequestContext(ALICE.principal(), "c", "10.0." + i, "kafka");
            authorizer.allowsAny(client, Operation.WRITE, Resource.Type.TOPIC);
            most = Math.max(most, authorizer.cachedBytes());
        }
        assertThat(most).isBetween(8_000_000L, 8_400_000L);
    }

    /** With all rules arranged anew after every change this takes minutes. */
    @Test
    @Timeout(30)
    void manyAclsAreAddedOneByOneAndEachIsInForceAtOnce() {
        AclAuthorizer authorizer = new AclAuthorizer(metadata, Settings.DEFAULTS);
        List<Acl> acls = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            Acl.Pattern pattern = i % 2 == 0 ? Acl.Pattern.LITERAL : Acl.Pattern.PREFIXED;
            Acl acl = new Acl(
                    Resource.Type.TOPIC, pattern, "topic-" + i, "User:u" + i, "*", Operation.WRITE, Permission.ALLOW);
            acls.add(acl);
            metadata.submit(new CreateAcls(List.of(acl)));
            assertThat(allows(authorizer, i)).isTrue();
        }
        metadata.submit(new DeleteAcls(acls.subList(0, 19_999)));
        for (int i = 0; i < 20_000; i += 1_111) {
            assertThat(allows(authorizer, i)).isFalse();
        }
        assertThat(allows(authorizer, 19_999)).isTrue();
    }

    private static boolean allows(Authorizer authorizer, int user) {
        RequestContext client = new RequestContext(new Principal("User", "u" + user), "c", "127.0.0.1", "kafka");
        boolean allowed = authorizer.allows(client, Operation.WRITE, Resource.topic("topic-" + user));
        assertThat(authorizer.allowsAny(client, Operation.WRITE, Resource.Type.TOPIC))
                .isEqualTo(allowed);
        return allowed;
    }

    /** With each allowance compared to each denial this takes minutes. */
    @Test
    @Timeout(30)
    void manyDenialsOfManyAllowancesAreWeighedQuickly() {
        List<Acl> acls = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            for (Permission permission : Permission.values()) {
                acls.add(new Acl(
                        Resource.Type.TOPIC,
                        Acl.Pattern.LITERAL,
                        "topic-" + i,
                        "User:alice",
                        "*",
                        Operation.WRITE,
                        permission));
            }
        }
        metadata.submit(new CreateAcls(acls));
        AclAuthorizer authorizer = new AclAuthorizer(metadata, Settings.DEFAULTS);
        for (int i = 0; i < 50_000; i++) {
            assertThat(authorizer.allowsAny(ALICE, Operation.WRITE, Resource.Type.TOPIC))
                    .isFalse();
        }
    }
}
