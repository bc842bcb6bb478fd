package gossip.core.schema;

import gossip.api.broker.RequestContext;
import gossip.api.schema.SchemaError;
import gossip.api.schema.SchemaException;
import gossip.api.schema.SubjectName;
import gossip.api.security.Operation;
import gossip.api.security.Resource;
import gossip.core.security.Guard;
import java.util.Optional;

/** What one client may do with which subjects. */
final class SchemaGuard {
    private final Guard guard;
    private final RequestContext context;

    SchemaGuard(Guard guard, RequestContext context) {
        this.guard = guard;
        this.context = context;
    }

    void write(String subject) {
        require(Operation.WRITE, resource(subject));
    }

    void delete(String subject) {
        require(Operation.DELETE, resource(subject));
    }

    /** Settings of a subject; of a context or the registry they are the cluster's. */
    void seeSettings(Optional<String> subject) {
        require(Operation.DESCRIBE_CONFIGS, subject.map(SchemaGuard::resource).orElse(Resource.CLUSTER));
    }

    void changeSettings(Optional<String> subject) {
        require(Operation.ALTER_CONFIGS, subject.map(SchemaGuard::resource).orElse(Resource.CLUSTER));
    }

    void seeCluster() {
        require(Operation.DESCRIBE, Resource.CLUSTER);
    }

    void read(String subject) {
        Resource resource = resource(subject);
        if (!guard.permits(context, Operation.READ, resource)) {
            require(Operation.DESCRIBE, resource);
        }
    }

    /** Whether a subject may be shown that nobody asked for by name. */
    boolean maySee(String subject) {
        Resource resource = resource(subject);
        return guard.permits(context, Operation.DESCRIBE, resource) || guard.permits(context, Operation.READ, resource);
    }

    SchemaException forbidden(String operation, String what) {
        return new SchemaException(
                SchemaError.FORBIDDEN,
                "User is denied operation " + operation + " on " + what + ": " + context.principal()
                        + " needs an ACL that allows it");
    }

    private void require(Operation operation, Resource resource) {
        if (!guard.allows(context, operation, resource)) {
            throw forbidden(
                    operation.name(),
                    resource.equals(Resource.CLUSTER) ? "the cluster" : "the topic '" + resource.name() + "'");
        }
    }

    /** The topic that a subject names; the cluster if it stands for a context. */
    static Resource resource(String subject) {
        SubjectName name = SubjectName.parse(subject);
        return name.isContext() ? Resource.CLUSTER : Resource.topic(topic(name.name()));
    }

    private static String topic(String subject) {
        for (String suffix : new String[] {"-value", "-key"}) {
            if (subject.endsWith(suffix) && subject.length() > suffix.length()) {
                return subject.substring(0, subject.length() - suffix.length());
            }
        }
        return subject;
    }
}
