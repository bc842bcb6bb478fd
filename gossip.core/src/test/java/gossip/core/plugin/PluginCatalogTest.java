package gossip.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gossip.api.TopicPartition;
import gossip.api.broker.RequestContext;
import gossip.api.config.Settings;
import gossip.api.metrics.Metrics;
import gossip.api.plugin.RecordInterceptor;
import gossip.api.record.NewRecord;
import gossip.api.record.RecordBatch;
import gossip.api.record.RecordBatchBuilder;
import gossip.api.security.Authorizer;
import gossip.api.security.Operation;
import gossip.api.security.Resource;
import gossip.core.config.ConfigLayers;
import gossip.core.config.ConfigSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginCatalogTest {
    @TempDir
    Path temp;

    private Path work;
    private Path plugins;

    @BeforeEach
    void directories() throws IOException {
        work = Files.createDirectory(temp.resolve("work"));
        plugins = Files.createDirectory(temp.resolve("plugins"));
    }

    @Test
    void plainJarWithServicesFileProvidesAnAuthorizer() throws IOException {
        Path jar = authorizer().to(plugins.resolve("acl/acl.jar"));

        PluginCatalog catalog = load();
        Authorizer authorizer = components(catalog).all(Authorizer.class).getFirst();

        assertThat(authorizer.allows(RequestContext.INTERNAL, Operation.READ, Resource.CLUSTER))
                .isTrue();
        assertThat(authorizer.allows(RequestContext.INTERNAL, Operation.WRITE, Resource.CLUSTER))
                .isFalse();
        assertThat(catalog.settings()).extracting(Object::toString).contains("readonly.strict");
        assertThat(added(catalog))
                .containsExactly(new PluginCatalog.Listed(
                        "readonly",
                        "1.2",
                        jar.toString(),
                        true,
                        List.of(new PluginCatalog.Offer("Authorizer", "readonly", true))));
    }

    @Test
    void modularJarProvidesAnInterceptorWithALibraryOfItsOwn() throws Exception {
        Path library = new PluginJar(work)
                .module("module words { exports words; }")
                .source("words.Bad", "public class Bad { public static String word() { return \"secret\"; } }")
                .to(plugins.resolve("filter/words.jar"));
        new PluginJar(work)
                .module("module filter { requires gossip.api; requires words;"
                        + " provides gossip.api.plugin.GossipPlugin with filter.Filter; }")
                .library(library)
                .source("filter.Filter", """
                    import gossip.api.plugin.*;
                    public class Filter implements GossipPlugin {
                        public String name() { return "filter"; }
                        public int apiVersion() { return GossipPlugin.API_VERSION; }
                        public void register(Registrar registrar) {
                            registrar.provide(RecordInterceptor.class, "filter", context -> (request, partition, batch) ->
                                partition.topic().contains(words.Bad.word())
                                    ? new RecordInterceptor.Verdict.Refuse("no secrets")
                                    : RecordInterceptor.Verdict.ACCEPT);
                        }
                    }
                    """)
                .to(plugins.resolve("filter/filter.jar"));

        RecordInterceptor interceptor =
                components(load()).all(RecordInterceptor.class).getFirst();
        RecordBatch batch = RecordBatch.at(
                new RecordBatchBuilder().add(NewRecord.of(0, "k", "v")).build(), 0);

        assertThat(interceptor.onProduce(RequestContext.INTERNAL, new TopicPartition("secrets", 0), batch))
                .isEqualTo(new RecordInterceptor.Verdict.Refuse("no secrets"));
        assertThat(interceptor.onProduce(RequestContext.INTERNAL, new TopicPartition("open", 0), batch))
                .isEqualTo(RecordInterceptor.Verdict.ACCEPT);
    }

    @Test
    void twoPluginsMayHaveDifferentVersionsOfOneLibrary() throws IOException {
        for (String version : List.of("one", "two")) {
            Path library = new PluginJar(work)
                    .module("module lib { exports lib; }")
                    .source(
                            "lib.Version",
                            "public class Version { public static String text() { return \"" + version + "\"; } }")
                    .to(plugins.resolve(version + "/lib.jar"));
            PluginJar.plain(work, "p." + version.replace('o', 'O').replace('t', 'T'), """
                public String version() { return lib.Version.text(); }
                """)
                    .library(library)
                    .to(plugins.resolve(version + "/p.jar"));
        }

        assertThat(added(load())).extracting(PluginCatalog.Listed::version).containsExactly("one", "two");
    }

    @Test
    void disabledPluginIsListedButNotUsedAndItsSettingsStayKnown() throws IOException {
        authorizer().to(plugins.resolve("acl/acl.jar"));

        PluginCatalog catalog = PluginCatalog.load(Optional.of(plugins), List.of("readonly"));

        assertThat(added(catalog)).singleElement().returns(false, PluginCatalog.Listed::enabled);
        assertThat(components(catalog).all(Authorizer.class)).isEmpty();
        assertThat(catalog.settings()).extracting(Object::toString).contains("readonly.strict");
    }

    @Test
    void disabledFolderIsNotEvenLookedAt() throws IOException {
        Files.createDirectories(plugins.resolve("broken"));
        Files.writeString(plugins.resolve("broken/x.jar"), "not a jar");

        assertThat(added(PluginCatalog.load(Optional.of(plugins), List.of("broken"))))
                .isEmpty();
    }

    @Test
    void twoPluginsOfOneNameAreRefusedNamingBothJars() throws IOException {
        Path one = authorizer().to(plugins.resolve("a/one.jar"));
        Path two = authorizer().to(plugins.resolve("b/two.jar"));

        assertThat(problems()).containsExactly(two + ": a plugin named readonly is also in " + one);
    }

    @Test
    void twoImplementationsOfOneNameAreRefused() throws IOException {
        authorizer().to(plugins.resolve("a/one.jar"));
        Path twin = new PluginJar(work)
                .source("t.Twin", source("twin", "GossipPlugin.API_VERSION", """
                    registrar.provide(gossip.api.security.Authorizer.class, "readonly", context -> null);
                    """))
                .service("t.Twin")
                .to(plugins.resolve("b/twin.jar"));

        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith(twin
                        + ": Authorizer \"readonly\" of plugin twin has the same name as that of plugin readonly in ");
    }

    @Test
    void twoSettingsOfOneKeyAreRefused() throws IOException {
        String declares = """
            registrar.setting(gossip.api.config.Setting.of("x.y", gossip.api.config.SettingType.TEXT, "", "X."));
            """;
        new PluginJar(work)
                .source("t.A", source("a", "1", declares))
                .service("t.A")
                .to(plugins.resolve("a/a.jar"));
        Path b = new PluginJar(work)
                .source("t.B", source("b", "1", declares))
                .service("t.B")
                .to(plugins.resolve("b/b.jar"));

        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith(b + ": the setting x.y is also declared by plugin a in ");
    }

    @Test
    void pluginForAnotherVersionOfTheInterfacesIsRefused() throws IOException {
        Path jar = new PluginJar(work)
                .source("old.Old", source("old", "99", ""))
                .service("old.Old")
                .to(plugins.resolve("old/old.jar"));

        assertThat(problems())
                .containsExactly(
                        jar + ": it was compiled for version 99 of the plugin interfaces, this broker has version 1");
    }

    @Test
    void constructorThatThrowsIsNamedWithItsCause() throws IOException {
        PluginJar.plain(work, "bad.Bad", "public Bad() { throw new IllegalStateException(\"boom\"); }")
                .to(plugins.resolve("bad/bad.jar"));

        assertThat(problems())
                .singleElement()
                .asString()
                .contains(plugins.resolve("bad").toString(), "bad.Bad", "java.lang.IllegalStateException: boom");
    }

    @Test
    void registerThatThrowsIsNamedWithItsCause() throws IOException {
        Path jar = new PluginJar(work)
                .source("bad.Bad", source("bad", "1", "throw new IllegalStateException(\"boom\");"))
                .service("bad.Bad")
                .to(plugins.resolve("bad/bad.jar"));

        assertThat(problems()).containsExactly(jar + ": bad.Bad failed: java.lang.IllegalStateException: boom");
    }

    @Test
    void missingLibraryIsNamed() throws IOException {
        Path library = new PluginJar(work)
                .source("lib.Thing", "public class Thing { public static void use() { } }")
                .to(work.resolve("lib.jar"));
        Path jar = new PluginJar(work)
                .library(library)
                .source("bad.Bad", source("bad", "1", "lib.Thing.use();"))
                .service("bad.Bad")
                .to(plugins.resolve("bad/bad.jar"));

        assertThat(problems())
                .containsExactly(jar
                        + ": bad.Bad failed: class lib.Thing is missing; put the jar that holds it beside the"
                        + " plugin's");
    }

    @Test
    void servicesFileThatNamesNoClassIsRefused() throws IOException {
        new PluginJar(work).source("a.A", "class A { }").service("a.Missing").to(plugins.resolve("bad/bad.jar"));

        assertThat(problems())
                .singleElement()
                .asString()
                .contains(plugins.resolve("bad").toString(), "bad.jar", "a.Missing");
    }

    @Test
    void jarThatBundlesTheInterfacesIsRefused() throws IOException {
        Path jar = PluginJar.plain(work, "a.A", "")
                .resource("gossip/api/plugin/GossipPlugin.class", "x")
                .to(plugins.resolve("fat/fat.jar"));

        assertThat(problems())
                .containsExactly(jar + ": holds classes of gossip.api; leave them out, the broker brings its own");
    }

    @Test
    void fileNameThatIsNoModuleNameIsRefused() throws IOException {
        PluginJar.plain(work, "a.A", "").to(plugins.resolve("odd/3-default.jar"));

        assertThat(problems())
                .singleElement()
                .asString()
                .contains(plugins.resolve("odd").toString(), "3-default.jar");
    }

    @Test
    void twoJarsWithOnePackageAreRefused() throws IOException {
        PluginJar.plain(work, "same.A", "").to(plugins.resolve("split/a.jar"));
        new PluginJar(work).source("same.B", "public class B { }").to(plugins.resolve("split/b.jar"));

        assertThat(problems())
                .singleElement()
                .asString()
                .contains(plugins.resolve("split").toString(), "same");
    }

    @Test
    void fileThatIsNoJarIsRefused() throws IOException {
        Files.createDirectories(plugins.resolve("junk"));
        Files.writeString(plugins.resolve("junk/junk.jar"), "not a jar");

        assertThat(problems()).singleElement().asString().contains("junk.jar");
    }

    @Test
    void folderWithoutPluginAndJarWithoutFolderAreRefusedTogether() throws IOException {
        Files.createDirectories(plugins.resolve("empty"));
        new PluginJar(work).source("a.A", "public class A { }").to(plugins.resolve("nothing/a.jar"));
        Path stray = PluginJar.plain(work, "b.B", "").to(plugins.resolve("stray.jar"));

        assertThat(problems())
                .containsExactly(
                        stray + ": a plugin needs a folder of its own below " + plugins,
                        plugins.resolve("empty") + ": there is no jar in this folder",
                        plugins.resolve("nothing") + ": no jar provides gossip.api.plugin.GossipPlugin,"
                                + " neither in a module-info nor in META-INF/services");
    }

    @Test
    void nameThatCannotBeConfiguredIsRefused() throws IOException {
        Path jar = new PluginJar(work)
                .source("a.A", source("My Plugin", "1", ""))
                .service("a.A")
                .to(plugins.resolve("a/a.jar"));

        assertThat(problems())
                .containsExactly(
                        jar + ": its name is \"My Plugin\"; allowed are lower-case letters, digits, '-' and '.'");
    }

    @Test
    void interfaceThatIsNoSpiIsRefused() throws IOException {
        Path jar = new PluginJar(work)
                .source("a.A", source("a", "1", "registrar.provide(Runnable.class, \"x\", context -> () -> { });"))
                .service("a.A")
                .to(plugins.resolve("a/a.jar"));

        assertThat(problems()).containsExactly(jar + ": java.lang.Runnable is no interface that a plugin can provide");
    }

    @Test
    void directoryThatIsNotThereIsNamed() {
        Path missing = temp.resolve("missing");

        var failure =
                catchThrowableOfType(PluginException.class, () -> PluginCatalog.load(Optional.of(missing), List.of()));

        assertThat(failure).hasMessageStartingWith(missing + ": the directory of plugins cannot be read");
    }

    private PluginJar authorizer() throws IOException {
        return new PluginJar(work).source("acl.Acl", """
            import gossip.api.plugin.*;
            import gossip.api.security.*;
            public class Acl implements GossipPlugin {
                public String name() { return "readonly"; }
                public String version() { return "1.2"; }
                public int apiVersion() { return GossipPlugin.API_VERSION; }
                public void register(Registrar registrar) {
                    registrar.provide(Authorizer.class, "readonly",
                            context -> (request, operation, resource) -> operation != Operation.WRITE);
                    registrar.setting(gossip.api.config.Setting.of(
                            "readonly.strict", gossip.api.config.SettingType.BOOLEAN, true, "Strict."));
                }
            }
            """).service("acl.Acl");
    }

    private static String source(String name, String version, String register) {
        String simple =
                Character.toUpperCase(name.charAt(0)) + name.substring(1).replace(" Plugin", "");
        String className = name.equals("My Plugin") ? "A" : simple;
        return """
            import gossip.api.plugin.*;
            public class %s implements GossipPlugin {
                public String name() { return "%s"; }
                public int apiVersion() { return %s; }
                public void register(Registrar registrar) { %s }
            }
            """.formatted(className, name, version, register);
    }

    private PluginCatalog load() {
        return PluginCatalog.load(Optional.of(plugins), List.of());
    }

    private List<String> problems() {
        return catchThrowableOfType(PluginException.class, this::load).problems();
    }

    private List<PluginCatalog.Listed> added(PluginCatalog catalog) {
        return catalog.list(Settings.DEFAULTS).stream()
                .filter(plugin -> plugin.location().startsWith(plugins.toString()))
                .toList();
    }

    private Components components(PluginCatalog catalog) {
        return new Components(
                catalog,
                ConfigLayers.read(ConfigSources.NONE).resolve(catalog.settings()),
                temp,
                Metrics.NONE,
                InstantSource.system());
    }
}
