package gossip.plugins.simulation;

import gossip.api.broker.RequestContext;
import gossip.api.security.Authorizer;
import gossip.api.security.Operation;
import gossip.api.security.Principal;
import gossip.api.security.Resource;
import gossip.tck.AuthorizerContract;

class MemoryAuthorizerTest extends AuthorizerContract {
    private static final Principal ALICE = new Principal("User", "alice");

    @Override
    protected Authorizer openAuthorizer() {
        return new MemoryAuthorizer().grant(ALICE, Operation.READ, Resource.topic("orders"));
    }

    @Override
    protected RequestContext reader() {
        return new RequestContext(ALICE, "c", "127.0.0.1", "kafka");
    }
}
