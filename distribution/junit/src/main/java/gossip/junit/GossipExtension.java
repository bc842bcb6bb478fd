package gossip.junit;

import gossip.core.Gossip;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Starts a broker for a test class and hands it to its methods: a parameter of type {@link Gossip}, or a String marked with
 * {@link BootstrapServers}. Usually asked for with {@link GossipTest}; without that annotation the broker has default
 * settings.
 */
public final class GossipExtension implements BeforeAllCallback, AfterAllCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(GossipExtension.class);
    private static final String BROKER = "broker";

    /** Called by JUnit. */
    public GossipExtension() {
        // the broker lives in the store of the test class
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (running(context).isPresent()) {
            return; // a nested class shares the broker of the outer one
        }
        Optional<GossipTest> wanted =
                AnnotationSupport.findAnnotation(context.getRequiredTestClass(), GossipTest.class);
        List<String> settings = wanted.map(test -> List.of(test.settings())).orElse(List.of());
        List<String> topics = wanted.map(test -> List.of(test.topics())).orElse(List.of());
        TemporaryBroker broker = TemporaryBroker.start(settings);
        context.getStore(NAMESPACE).put(BROKER, broker);
        topics.forEach(broker::createTopic);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        // removes only what this very class has put there
        TemporaryBroker own = context.getStore(NAMESPACE).remove(BROKER, TemporaryBroker.class);
        if (own != null) {
            own.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Gossip.class || parameter.isAnnotated(BootstrapServers.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Gossip gossip = running(context)
                .orElseThrow(() -> new ParameterResolutionException(
                        "the broker runs for a class; register GossipExtension on the class or in a static field"))
                .gossip();
        if (parameter.getParameter().getType() == Gossip.class) {
            return gossip;
        }
        if (parameter.getParameter().getType() == String.class) {
            return gossip.bootstrapServers();
        }
        throw new ParameterResolutionException("@BootstrapServers belongs on a String");
    }

    private static Optional<TemporaryBroker> running(ExtensionContext context) {
        return Optional.ofNullable(context.getStore(NAMESPACE).get(BROKER, TemporaryBroker.class));
    }
}
