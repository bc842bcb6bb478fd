package gossip.plugins.kafka.handler;

import gossip.api.BrokerException;
import gossip.api.ErrorCode;
import gossip.api.security.Acl;
import gossip.api.security.AclFilter;
import gossip.api.security.Operation;
import gossip.api.security.Resource;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;

/** The words of ACLs and their numbers on the wire. */
final class AclCodes {
    private AclCodes() {}

    static byte of(Operation operation) {
        return AclOperation.valueOf(operation.name()).code();
    }

    static byte of(Resource.Type type) {
        return ResourceType.valueOf(type.name()).code();
    }

    static byte of(Acl.Pattern pattern) {
        return PatternType.valueOf(pattern.name()).code();
    }

    static byte of(Acl.Permission permission) {
        return AclPermissionType.valueOf(permission.name()).code();
    }

    static Operation operation(byte code) {
        return one(Operation.values(), AclCodes::of, code, "operation");
    }

    static Resource.Type type(byte code) {
        return one(Resource.Type.values(), AclCodes::of, code, "resource type");
    }

    static Acl.Pattern pattern(byte code) {
        return one(Acl.Pattern.values(), AclCodes::of, code, "pattern type");
    }

    static Acl.Permission permission(byte code) {
        return one(Acl.Permission.values(), AclCodes::of, code, "permission type");
    }

    static Optional<Operation> anyOperation(byte code) {
        return code == AclOperation.ANY.code() ? Optional.empty() : Optional.of(operation(code));
    }

    static Optional<Resource.Type> anyType(byte code) {
        return code == ResourceType.ANY.code() ? Optional.empty() : Optional.of(type(code));
    }

    static Optional<Acl.Permission> anyPermission(byte code) {
        return code == AclPermissionType.ANY.code() ? Optional.empty() : Optional.of(permission(code));
    }

    static AclFilter.Patterns patterns(byte code) {
        return switch (PatternType.fromCode(code)) {
            case ANY -> AclFilter.Patterns.ANY;
            case MATCH -> AclFilter.Patterns.MATCH;
            case LITERAL -> AclFilter.Patterns.LITERAL;
            case PREFIXED -> AclFilter.Patterns.PREFIXED;
            case UNKNOWN -> throw invalid("pattern type", code);
        };
    }

    private static <E> E one(E[] all, Function<E, Byte> toCode, byte code, String what) {
        return Arrays.stream(all)
                .filter(value -> toCode.apply(value) == code)
                .findFirst()
                .orElseThrow(() -> invalid(what, code));
    }

    private static BrokerException invalid(String what, byte code) {
        return new BrokerException(ErrorCode.INVALID_REQUEST, "an ACL cannot have the " + what + " of number " + code);
    }
}
