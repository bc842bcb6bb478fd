package gossip.core.security;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.broker.RequestContext;
import gossip.api.config.Setting;
import gossip.api.config.Settings;
import gossip.api.metadata.MetadataCommand.CreateAcls;
import gossip.api.metadata.MetadataCommand.DeleteAcls;
import gossip.api.security.Acl;
import gossip.api.security.Acl.Pattern;
import gossip.api.security.Acl.Permission;
import gossip.api.security.Operation;
import gossip.api.security.Principal;
import gossip.api.security.Resource;
import gossip.core.topic.MemoryMetadata;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The authorizer against the rules as they are written in Kafka's manual, said as plainly as possible. */
class AclAuthorizerProperties {
    private static final List<String> NAMES = List.of("a", "ab", "abc", "b", "*");
    private static final List<String> USERS = List.of("alice", "bob");
    private static final List<String> HOSTS = List.of("10.0.0.1", "10.0.0.2");
    private static final List<Operation> ASKED = List.of(
            Operation.READ,
            Operation.WRITE,
            Operation.DESCRIBE,
            Operation.ALTER,
            Operation.DESCRIBE_CONFIGS,
            Operation.ALTER_CONFIGS);

    @Property(tries = 400)
    void decidesAsTheManualSays(@ForAll("steps") List<Step> steps, @ForAll boolean allowsUnspoken) {
        MemoryMetadata metadata = new MemoryMetadata(1);
        AclAuthorizer authorizer = new AclAuthorizer(metadata, settings(allowsUnspoken));
        Set<Acl> model = new HashSet<>();
        for (Step step : steps) {
            if (step.adds()) {
                metadata.submit(new CreateAcls(List.of(step.acl())));
                model.add(step.acl());
            } else {
                metadata.submit(new DeleteAcls(List.of(step.acl())));
                model.remove(step.acl());
            }
            for (String user : USERS) {
                for (String host : HOSTS) {
                    RequestContext client = new RequestContext(new Principal("User", user), "c", host, "kafka");
                    for (String name : List.of("a", "ab", "abcd", "b", "c")) {
                        for (Operation operation : ASKED) {
                            assertThat(authorizer.allows(client, operation, Resource.topic(name)))
                                    .as("%s from %s %s %s under %s", user, host, operation, name, model)
                                    .isEqualTo(expected(model, client, operation, name, allowsUnspoken));
                        }
                    }
                }
            }
        }
    }

    private static boolean expected(
            Set<Acl> model, RequestContext client, Operation operation, String name, boolean allowsUnspoken) {
        List<Acl> spoken = model.stream()
                .filter(acl -> acl.pattern() == Pattern.PREFIXED
                        ? name.startsWith(acl.name())
                        : acl.name().equals("*") || acl.name().equals(name))
                .toList();
        if (spoken.isEmpty()) {
            return allowsUnspoken;
        }
        List<Acl> mine = spoken.stream()
                .filter(acl -> acl.principal().equals("User:*")
                        || acl.principal().equals(client.principal().toString()))
                .filter(acl -> acl.host().equals("*") || acl.host().equals(client.clientHost()))
                .toList();
        boolean denied = mine.stream()
                .anyMatch(acl -> acl.permission() == Permission.DENY
                        && (acl.operation() == operation || acl.operation() == Operation.ALL));
        boolean allowed = mine.stream()
                .anyMatch(acl -> acl.permission() == Permission.ALLOW
                        && (acl.operation() == operation
                                || acl.operation() == Operation.ALL
                                || implied(operation).contains(acl.operation())));
        return !denied && allowed;
    }

    private static Set<Operation> implied(Operation operation) {
        if (operation == Operation.DESCRIBE) {
            return Set.of(Operation.READ, Operation.WRITE, Operation.DELETE, Operation.ALTER);
        }
        return operation == Operation.DESCRIBE_CONFIGS ? Set.of(Operation.ALTER_CONFIGS) : Set.of();
    }

    @Property(tries = 400)
    void whoMayDoItWithSomeNameMayDoItWithAny(@ForAll("steps") List<Step> steps) {
        MemoryMetadata metadata = new MemoryMetadata(1);
        AclAuthorizer authorizer = new AclAuthorizer(metadata, settings(false));
        Set<Acl> model = new HashSet<>();
        for (Step step : steps) {
            metadata.submit(new CreateAcls(List.of(step.acl())));
            model.add(step.acl());
        }
        for (String user : USERS) {
            RequestContext client = new RequestContext(new Principal("User", user), "c", "10.0.0.1", "kafka");
            boolean some = authorizer.allowsAny(client, Operation.WRITE, Resource.Type.TOPIC);
            // these names, and each with an ending that no rule can know, stand for all names there are
            boolean found = List.of("a", "ab", "abc", "b", "a~", "ab~", "abc~", "b~", "~").stream()
                    .anyMatch(name -> expected(model, client, Operation.WRITE, name, false));
            assertThat(some).as("%s under %s", user, model).isEqualTo(found);
        }
    }

    private static Settings settings(boolean allowsUnspoken) {
        Map<Setting<?>, Object> values = Map.of(
                SecuritySettings.ALLOW_EVERYONE_WITHOUT_ACL, allowsUnspoken, SecuritySettings.MAX_CACHED_DECISIONS, 7);
        return new Settings() {
            @Override
            @SuppressWarnings("unchecked")
            public <T> T value(Setting<T> setting) {
                return (T) values.getOrDefault(setting, setting.defaultValue());
            }
        };
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Acl> acls = Combinators.combine(
                        Arbitraries.of(Pattern.class),
                        Arbitraries.of(NAMES),
                        Arbitraries.of("User:alice", "User:bob", "User:*"),
                        Arbitraries.of("*", "10.0.0.1"),
                        Arbitraries.of(
                                Operation.READ,
                                Operation.WRITE,
                                Operation.DESCRIBE,
                                Operation.ALTER,
                                Operation.ALTER_CONFIGS,
                                Operation.ALL),
                        Arbitraries.of(Permission.class))
                .as((pattern, name, principal, host, operation, permission) -> new Acl(
                        Resource.Type.TOPIC,
                        pattern,
                        pattern == Pattern.PREFIXED && name.equals("*") ? "ab" : name,
                        principal,
                        host,
                        operation,
                        permission));
        return Combinators.combine(acls, Arbitraries.of(true, true, true, false))
                .as(Step::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(8);
    }

    record Step(Acl acl, boolean adds) {}
}
