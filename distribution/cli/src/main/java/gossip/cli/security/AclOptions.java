package gossip.cli.security;

import gossip.cli.terminal.ExitCode;
import gossip.cli.terminal.Failure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which ACLs are meant. */
final class AclOptions {
    @Option(names = "--topic", paramLabel = "NAME", description = "A topic; * stands for all.")
    private @Nullable String topic;

    @Option(names = "--group", paramLabel = "NAME", description = "A consumer group; * stands for all.")
    private @Nullable String group;

    @Option(names = "--transactional-id", paramLabel = "ID", description = "A transactional id; * stands for all.")
    private @Nullable String transactionalId;

    @Option(names = "--cluster", description = "The cluster.")
    private boolean cluster;

    @Option(names = "--delegation-token", paramLabel = "ID", description = "A delegation token; * stands for all.")
    private @Nullable String delegationToken;

    @Option(
            names = "--user-resource",
            paramLabel = "PRINCIPAL",
            description = "A user as owner of delegation tokens, such as User:alice.")
    private @Nullable String userResource;

    @Option(names = "--prefixed", description = "The name is the beginning of names.")
    private boolean prefixed;

    @Option(names = "--principal", paramLabel = "PRINCIPAL", description = "Such as User:alice; User:* is everybody.")
    private List<String> principals = new ArrayList<>();

    @Option(names = "--host", paramLabel = "ADDRESS", description = "Address of the client (default: all).")
    private @Nullable String host;

    @Option(
            names = "--operation",
            paramLabel = "NAME",
            description =
                    "read, write, create, delete, alter, describe, describe-configs, alter-configs, cluster-action,"
                            + " idempotent-write or all; may be repeated.")
    private List<String> operations = new ArrayList<>();

    @Option(names = "--deny", description = "It is denied; otherwise it is allowed.")
    private boolean deny;

    List<String> principals() {
        return principals;
    }

    String hostOrAll() {
        return host == null ? "*" : host;
    }

    AclPermissionType permission() {
        return deny ? AclPermissionType.DENY : AclPermissionType.ALLOW;
    }

    PatternType pattern() {
        return prefixed ? PatternType.PREFIXED : PatternType.LITERAL;
    }

    List<AclOperation> operations() {
        return operations.stream().map(AclOptions::operation).toList();
    }

    private static AclOperation operation(String name) {
        AclOperation operation = AclOperation.fromString(name.replace('-', '_').toUpperCase(Locale.ROOT));
        if (operation == AclOperation.UNKNOWN || operation == AclOperation.ANY) {
            List<String> known = Arrays.stream(AclOperation.values())
                    .filter(one -> one != AclOperation.UNKNOWN && one != AclOperation.ANY)
                    .map(one -> one.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .toList();
            throw new Failure(ExitCode.USAGE, "--operation " + name + ": expected one of " + String.join(", ", known));
        }
        return operation;
    }

    /** The resources that are named. */
    List<Target> targets() {
        List<Target> targets = new ArrayList<>();
        add(targets, ResourceType.TOPIC, topic);
        add(targets, ResourceType.GROUP, group);
        add(targets, ResourceType.TRANSACTIONAL_ID, transactionalId);
        add(targets, ResourceType.CLUSTER, cluster ? Resource.CLUSTER_NAME : null);
        add(targets, ResourceType.DELEGATION_TOKEN, delegationToken);
        add(targets, ResourceType.USER, userResource);
        return targets;
    }

    private static void add(List<Target> targets, ResourceType type, @Nullable String name) {
        if (name != null) {
            targets.add(new Target(type, name));
        }
    }

    /** Filters for what is named; everything where nothing is. */
    List<AclBindingFilter> filters() {
        List<ResourcePatternFilter> resources = new ArrayList<>();
        for (Target target : targets()) {
            resources.add(new ResourcePatternFilter(
                    target.type(), target.name(), prefixed ? PatternType.PREFIXED : PatternType.ANY));
        }
        if (resources.isEmpty()) {
            resources.add(ResourcePatternFilter.ANY);
        }
        List<AclOperation> wanted = operations.isEmpty() ? List.of(AclOperation.ANY) : operations();
        AclPermissionType permission = deny ? AclPermissionType.DENY : AclPermissionType.ANY;
        List<AclBindingFilter> filters = new ArrayList<>();
        for (ResourcePatternFilter resource : resources) {
            for (AclOperation operation : wanted) {
                if (principals.isEmpty()) {
                    filters.add(new AclBindingFilter(
                            resource, new AccessControlEntryFilter(null, host, operation, permission)));
                }
                for (String principal : principals) {
                    filters.add(new AclBindingFilter(
                            resource, new AccessControlEntryFilter(principal, host, operation, permission)));
                }
            }
        }
        return filters;
    }

    /**
     * A resource.
     *
     * @param type what it is
     * @param name its name
     */
    record Target(ResourceType type, String name) {}
}
