package gossip.cli.security;

import gossip.cli.terminal.Table;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import org.apache.kafka.common.acl.AclBinding;

/** ACLs for people and scripts. */
final class AclTable {
    private AclTable() {}

    static Table of(Collection<AclBinding> acls) {
        Table table = new Table("resource", "name", "pattern", "principal", "host", "operation", "permission");
        acls.stream()
                .distinct()
                .sorted(Comparator.comparing(AclBinding::toString))
                .forEach(acl -> table.add(
                        word(acl.pattern().resourceType()),
                        acl.pattern().name(),
                        word(acl.pattern().patternType()),
                        acl.entry().principal(),
                        acl.entry().host(),
                        word(acl.entry().operation()),
                        word(acl.entry().permissionType())));
        return table;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
