package gossip.core.security;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.broker.RequestContext;
import gossip.api.security.Authorizer;
import gossip.api.security.Operation;
import gossip.api.security.Principal;
import gossip.api.security.Resource;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuardTest {
    private static final RequestContext CLIENT = new RequestContext(Principal.ANONYMOUS, "c", "127.0.0.1", "kafka");
    private static final Authorizer READ_ONLY = (context, operation, resource) -> operation == Operation.READ;
    private static final Authorizer BROKEN = (context, operation, resource) -> {
        throw new IllegalStateException("broken");
    };

    @Test
    void withoutAuthorizersEverythingIsAllowed() {
        assertThat(Guard.OPEN.allows(CLIENT, Operation.WRITE, Resource.topic("t")))
                .isTrue();
    }

    @Test
    void everyAuthorizerHasToAllow() {
        Guard guard = new Guard(List.of(Authorizer.ALLOW_ALL, READ_ONLY));

        assertThat(guard.allows(CLIENT, Operation.READ, Resource.topic("t"))).isTrue();
        assertThat(guard.allows(CLIENT, Operation.WRITE, Resource.topic("t"))).isFalse();
    }

    @Test
    void authorizerThatFailsSaysNo() {
        assertThat(new Guard(List.of(BROKEN)).allows(CLIENT, Operation.READ, Resource.topic("t")))
                .isFalse();
    }

    @Test
    void brokerItselfIsNotAsked() {
        assertThat(new Guard(List.of(BROKEN)).allows(RequestContext.INTERNAL, Operation.WRITE, Resource.CLUSTER))
                .isTrue();
    }
}
