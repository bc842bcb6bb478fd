package gossip.api.broker;

import gossip.api.ErrorCode;
import gossip.api.config.Setting;
import gossip.api.metadata.ConfigResource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Read and change settings of topics, brokers, groups and client metrics. */
public interface Configs {
    /**
     * Reads settings.
     *
     * @param context who asks
     * @param resources whose
     * @return in the same order; from memory
     */
    List<Described> describe(RequestContext context, List<ConfigResource> resources);

    /**
     * Changes settings; each resource all or nothing.
     *
     * @param context who asks
     * @param alterations what to change
     * @param validateOnly whether to check only
     * @return outcomes in the same order
     */
    CompletionStage<List<Altered>> alter(RequestContext context, List<Alteration> alterations, boolean validateOnly);

    /**
     * Lists what can be described: topics, brokers, and groups and client metrics that have settings.
     *
     * @param context who asks
     * @param types of what; empty for all
     * @return in no order; without what the client may not describe; from memory
     * @throws gossip.api.BrokerException CLUSTER_AUTHORIZATION_FAILED if the client may not ask
     */
    List<ConfigResource> list(RequestContext context, Set<ConfigResource.Type> types);

    /**
     * The present value of a setting of this broker.
     *
     * @param <T> its type
     * @param setting the setting
     * @return what was set while the broker runs, else what was configured, else the default; cheap
     */
    <T> T value(Setting<T> setting);

    /**
     * Changes of one resource.
     *
     * @param resource whose settings
     * @param edits in order
     * @param replaceAll whether settings without an edit go back to their defaults
     */
    record Alteration(ConfigResource resource, List<Edit> edits, boolean replaceAll) {}

    /**
     * One change.
     *
     * @param name name of the setting
     * @param action what to do
     * @param value new value, or list items to append or subtract; empty for DELETE
     */
    record Edit(String name, Action action, Optional<String> value) {}

    /** What to do with a setting (KIP-339). */
    enum Action {
        /** Give it a value. */
        SET,
        /** Give it its default. */
        DELETE,
        /** Add items to a list. */
        APPEND,
        /** Take items from a list. */
        SUBTRACT
    }

    /**
     * What came of an alteration.
     *
     * @param resource whose settings
     * @param error NONE if it was done
     * @param message why not, for a person; else empty
     */
    record Altered(ConfigResource resource, ErrorCode error, String message) {}

    /**
     * All settings of a resource.
     *
     * @param resource whose
     * @param error NONE if they could be read
     * @param message why not, for a person; else empty
     * @param entries by name
     */
    record Described(ConfigResource resource, ErrorCode error, String message, List<Entry> entries) {}

    /**
     * One setting with its value.
     *
     * @param name its name
     * @param value effective value; empty if it is secret
     * @param source where the value is from
     * @param type how to read it
     * @param readOnly whether it can be changed while the broker runs
     * @param sensitive whether it is secret
     * @param doc what it is for
     * @param synonyms where the value could come from, the present source first
     */
    record Entry(
            String name,
            Optional<String> value,
            Source source,
            ValueType type,
            boolean readOnly,
            boolean sensitive,
            String doc,
            List<Synonym> synonyms) {}

    /**
     * A place where a setting's value could come from.
     *
     * @param name name of the setting there
     * @param value value there
     * @param source what place
     */
    record Synonym(String name, Optional<String> value, Source source) {}

    /** Where a value is from. */
    enum Source {
        /** The topic's own override. */
        TOPIC,
        /** The group's own override. */
        GROUP,
        /** The subscription itself. */
        CLIENT_METRICS,
        /** The log level of this broker's process. */
        BROKER_LOGGER,
        /** Set for this broker while it runs. */
        BROKER_DYNAMIC,
        /** Set for all brokers while they run. */
        BROKERS_DYNAMIC,
        /** The broker's configuration file, environment or command line. */
        BROKER_STATIC,
        /** The built-in default. */
        DEFAULT
    }

    /** How to read a value. */
    enum ValueType {
        /** true or false. */
        BOOLEAN,
        /** Any text. */
        STRING,
        /** 32 bits. */
        INT,
        /** 64 bits. */
        LONG,
        /** A fraction. */
        DOUBLE,
        /** Texts separated by commas. */
        LIST
    }
}
