package gossip.plugins.kafka.handler;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.security.Acl;
import gossip.api.security.AclFilter;
import gossip.api.security.Operation;
import gossip.api.security.Resource;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;

/** Filters of ACLs choose what those of Kafka's own library choose. */
class AclFilterProperties {
    private static final String[] NAMES = {"a", "ab", "abc", "*", "kafka-cluster"};

    @Property(tries = 5_000)
    void choosesWhatKafkaChooses(@ForAll("acls") Acl acl, @ForAll("filters") AclFilter filter) {
        assertThat(filter.fits(acl)).isEqualTo(kafka(filter).matches(kafka(acl)));
    }

    @Property(tries = 500)
    void numbersOnTheWireAreThoseOfKafka(@ForAll("acls") Acl acl) {
        AclBinding kafka = kafka(acl);
        assertThat(AclCodes.type(kafka.pattern().resourceType().code())).isEqualTo(acl.type());
        assertThat(AclCodes.pattern(kafka.pattern().patternType().code())).isEqualTo(acl.pattern());
        assertThat(AclCodes.operation(kafka.entry().operation().code())).isEqualTo(acl.operation());
        assertThat(AclCodes.permission(kafka.entry().permissionType().code())).isEqualTo(acl.permission());
    }

    private static AclBinding kafka(Acl acl) {
        return new AclBinding(
                new ResourcePattern(
                        ResourceType.valueOf(acl.type().name()),
                        acl.name(),
                        PatternType.valueOf(acl.pattern().name())),
                new AccessControlEntry(
                        acl.principal(),
                        acl.host(),
                        AclOperation.valueOf(acl.operation().name()),
                        AclPermissionType.valueOf(acl.permission().name())));
    }

    private static AclBindingFilter kafka(AclFilter filter) {
        return new AclBindingFilter(
                new ResourcePatternFilter(
                        filter.type()
                                .map(type -> ResourceType.valueOf(type.name()))
                                .orElse(ResourceType.ANY),
                        orNull(filter.name()),
                        PatternType.valueOf(filter.pattern().name())),
                new AccessControlEntryFilter(
                        orNull(filter.principal()),
                        orNull(filter.host()),
                        filter.operation()
                                .map(operation -> AclOperation.valueOf(operation.name()))
                                .orElse(AclOperation.ANY),
                        filter.permission()
                                .map(permission -> AclPermissionType.valueOf(permission.name()))
                                .orElse(AclPermissionType.ANY)));
    }

    private static @Nullable String orNull(Optional<String> text) {
        return text.orElse(null);
    }

    @Provide
    Arbitrary<Acl> acls() {
        return Combinators.combine(
                        Arbitraries.of(Resource.Type.class),
                        Arbitraries.of(Acl.Pattern.class),
                        Arbitraries.of(NAMES),
                        Arbitraries.of("User:a", "User:*"),
                        Arbitraries.of("*", "10.0.0.1"),
                        Arbitraries.of(Operation.class),
                        Arbitraries.of(Acl.Permission.class))
                .as(Acl::new);
    }

    @Provide
    Arbitrary<AclFilter> filters() {
        return Combinators.combine(
                        Arbitraries.of(Resource.Type.class).optional(0.3),
                        Arbitraries.of(AclFilter.Patterns.class),
                        Arbitraries.of(NAMES).optional(0.8),
                        Arbitraries.of("User:a", "User:*").optional(0.3),
                        Arbitraries.of("*", "10.0.0.1").optional(0.3),
                        Arbitraries.of(Operation.class).optional(0.2),
                        Arbitraries.of(Acl.Permission.class).optional(0.3))
                .as(AclFilter::new);
    }
}
