package gossip.tests.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What compiled code may call. */
class CodeRulesTest {
    /** Protocols live from the {@code Broker} port; these packages are how a broker is built inside. */
    /** The image of the metadata is part of the port; how it is kept and changed is not. */
    private static final Pattern BEHIND_THE_PORT = Pattern.compile("gossip/api/((consensus|query|replication|storage)/"
            + "|metadata/Metadata(Command|Listener|Result|Store))");

    /** The registry is shown by its interface, on top of which the port puts what each client may do. */
    private static final Pattern BEHIND_THE_REGISTRY =
            Pattern.compile("gossip/api/((consensus|query|replication|storage)/"
                    + "|metadata/Metadata(Command|Listener|Result|Store))");

    /** State machines: what happens and when comes in, what to do goes out. */
    private static final Pattern PURE = Pattern.compile("gossip\\.api\\.metadata\\..*"
            + "|gossip\\.core\\.partition\\.Producer(Entry|States)(\\$.*)?"
            + "|gossip\\.core\\.group\\.(Classic|Consumer)(Machine|Member|Beats|Core|Guests|State)(\\$.*)?"
            + "|gossip\\.core\\.group\\.(InitialDelay|Outbox|Rebalance|Roster|Targets|TopicInterest)(\\$.*)?"
            + "|gossip\\.core\\.assign\\..*"
            + "|gossip\\.raft\\.metadata\\.MetadataMachine(\\$.*)?");

    private static final Pattern CLOCK_OR_CHANCE = Pattern.compile(
            "java/lang/System\\.(currentTimeMillis|nanoTime)\\(.*|java/time/\\w+\\.now\\(.*|java/lang/Math\\.random\\(.*"
                + "|java/util/UUID\\.randomUUID\\(.*");
    private static final Pattern CHANCE_DISK_NETWORK_OR_THREAD = Pattern.compile(
            "java/time/Clock|java/util/Random|java/util/SplittableRandom|java/security/SecureRandom|java/lang/Thread"
                    + "|java/util/concurrent/(ThreadLocalRandom|Executor\\w*|ScheduledExecutorService|locks/.*)"
                    + "|java/nio/(file|channels)/.*|java/net/.*|java/io/(File|RandomAccessFile).*");

    /** Calls that start threads which nobody named. */
    private static final Set<String> NAMELESS_THREADS = Set.of(
            "java/lang/Thread.<init>()V",
            "java/lang/Thread.<init>(Ljava/lang/Runnable;)V",
            "java/lang/Thread.<init>(Ljava/lang/ThreadGroup;Ljava/lang/Runnable;)V",
            "java/lang/Thread.startVirtualThread(Ljava/lang/Runnable;)Ljava/lang/Thread;",
            "java/util/Timer.<init>()V",
            "java/util/Timer.<init>(Z)V",
            "java/util/concurrent/CompletableFuture.runAsync(Ljava/lang/Runnable;)Ljava/util/concurrent/CompletableFuture;",
            "java/util/concurrent/CompletableFuture.supplyAsync(Ljava/util/function/Supplier;)Ljava/util/concurrent/CompletableFuture;",
            "java/util/concurrent/Executors.newVirtualThreadPerTaskExecutor()Ljava/util/concurrent/ExecutorService;",
            "java/util/concurrent/ForkJoinPool.commonPool()Ljava/util/concurrent/ForkJoinPool;");

    private static final Pattern POOL_FACTORY = Pattern.compile(
            "java/util/concurrent/(Executors\\.new(Fixed|Cached|Scheduled|Single)\\w+|ThreadPoolExecutor\\.<init>|ScheduledThreadPoolExecutor\\.<init>).*");

    private final List<ClassModel> classes = Reactor.classes();

    @Test
    void onlyThePluginLoaderOfTheCoreLooksForImplementations() {
        assertThat(offenders(
                        type -> !type.startsWith("gossip.core.plugin."),
                        entry -> entry instanceof ClassEntry used
                                && used.asInternalName().equals("java/util/ServiceLoader")))
                .isEmpty();
    }

    @Test
    void pluginsDoNotNameTheCore() {
        assertThat(offenders(
                        type -> type.startsWith("gossip.plugins."),
                        entry -> entry instanceof Utf8Entry text
                                && text.stringValue().replace('/', '.').contains("gossip.core.")))
                .isEmpty();
    }

    @Test
    void protocolsKnowNothingBehindTheBrokerPort() {
        assertThat(offenders(
                        type -> type.startsWith("gossip.plugins.kafka."),
                        entry -> entry instanceof Utf8Entry text
                                && BEHIND_THE_PORT.matcher(text.stringValue()).find()))
                .isEmpty();
    }

    @Test
    void httpKnowsNothingBehindTheBrokerPort() {
        assertThat(offenders(
                        type -> type.startsWith("gossip.plugins.rest."),
                        entry -> entry instanceof Utf8Entry text
                                && BEHIND_THE_REGISTRY
                                        .matcher(text.stringValue())
                                        .find()))
                .isEmpty();
    }

    @Test
    void stateMachinesKnowNoClockNoChanceAndNoDisk() {
        assertThat(offenders(
                        type -> PURE.matcher(type).matches(),
                        entry -> entry instanceof MemberRefEntry member
                                        && CLOCK_OR_CHANCE
                                                .matcher(signature(member))
                                                .matches()
                                || entry instanceof ClassEntry used
                                        && CHANCE_DISK_NETWORK_OR_THREAD
                                                .matcher(used.asInternalName())
                                                .matches()))
                .isEmpty();
    }

    @Test
    void everyThreadIsGivenAName() {
        assertThat(offenders(type -> true, CodeRulesTest::startsNamelessThreads))
                .isEmpty();
    }

    @Test
    void everyThreadBuilderIsGivenAName() {
        assertThat(classes)
                .filteredOn(
                        type -> calls(type).anyMatch(call -> call.matches("java/lang/Thread\\.of(Virtual|Platform).*")))
                .allMatch(
                        type -> calls(type).anyMatch(call -> call.matches("java/lang/Thread\\$Builder.*\\.name\\(.*")));
    }

    private Stream<String> offenders(Predicate<String> watched, Predicate<PoolEntry> forbidden) {
        return classes.stream()
                .filter(type -> watched.test(Reactor.nameOf(type)))
                .filter(type -> pool(type).anyMatch(forbidden))
                .map(Reactor::nameOf);
    }

    private static boolean startsNamelessThreads(PoolEntry entry) {
        if (!(entry instanceof MemberRefEntry member)) {
            return false;
        }
        String call = signature(member);
        return NAMELESS_THREADS.contains(call)
                || POOL_FACTORY.matcher(call).matches() && !call.contains("Ljava/util/concurrent/ThreadFactory;");
    }

    private static Stream<String> calls(ClassModel type) {
        return pool(type)
                .filter(MemberRefEntry.class::isInstance)
                .map(MemberRefEntry.class::cast)
                .map(CodeRulesTest::signature);
    }

    private static String signature(MemberRefEntry member) {
        return member.owner().asInternalName()
                + "."
                + member.name().stringValue()
                + member.type().stringValue();
    }

    private static Stream<PoolEntry> pool(ClassModel type) {
        return StreamSupport.stream(type.constantPool().spliterator(), false);
    }
}
