package gossip.raft.codec;

import gossip.api.security.Acl;
import gossip.api.security.Operation;
import gossip.api.security.Resource;
import java.util.Arrays;
import java.util.function.ToIntFunction;

/** The numbers that stand for the words of an ACL: those of the Kafka protocol, for they never change. */
final class SecurityCodes {
    private SecurityCodes() {}

    static int of(Resource.Type type) {
        return switch (type) {
            case TOPIC -> 2;
            case GROUP -> 3;
            case CLUSTER -> 4;
            case TRANSACTIONAL_ID -> 5;
            case DELEGATION_TOKEN -> 6;
            case USER -> 7;
        };
    }

    static int of(Acl.Pattern pattern) {
        return switch (pattern) {
            case LITERAL -> 3;
            case PREFIXED -> 4;
        };
    }

    static int of(Acl.Permission permission) {
        return switch (permission) {
            case DENY -> 2;
            case ALLOW -> 3;
        };
    }

    static int of(Operation operation) {
        return switch (operation) {
            case ALL -> 2;
            case READ -> 3;
            case WRITE -> 4;
            case CREATE -> 5;
            case DELETE -> 6;
            case ALTER -> 7;
            case DESCRIBE -> 8;
            case CLUSTER_ACTION -> 9;
            case DESCRIBE_CONFIGS -> 10;
            case ALTER_CONFIGS -> 11;
            case IDEMPOTENT_WRITE -> 12;
            case CREATE_TOKENS -> 13;
            case DESCRIBE_TOKENS -> 14;
            case TWO_PHASE_COMMIT -> 15;
        };
    }

    static Resource.Type type(int code) throws MalformedMetadataException {
        return find("resource type", Resource.Type.values(), SecurityCodes::of, code);
    }

    static Acl.Pattern pattern(int code) throws MalformedMetadataException {
        return find("pattern", Acl.Pattern.values(), SecurityCodes::of, code);
    }

    static Acl.Permission permission(int code) throws MalformedMetadataException {
        return find("permission", Acl.Permission.values(), SecurityCodes::of, code);
    }

    static Operation operation(int code) throws MalformedMetadataException {
        return find("operation", Operation.values(), SecurityCodes::of, code);
    }

    static MalformedMetadataException unknown(String what, int code) {
        return new MalformedMetadataException(
                "an unknown " + what + " (" + code + "); was it written by a newer version of Gossip?");
    }

    private static <E> E find(String what, E[] all, ToIntFunction<E> toCode, int code)
            throws MalformedMetadataException {
        return Arrays.stream(all)
                .filter(one -> toCode.applyAsInt(one) == code)
                .findFirst()
                .orElseThrow(() -> unknown(what, code));
    }
}
