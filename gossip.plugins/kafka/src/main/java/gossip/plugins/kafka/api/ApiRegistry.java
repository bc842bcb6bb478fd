package gossip.plugins.kafka.api;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersionCollection;
import org.apache.kafka.common.protocol.ApiKeys;
import org.jspecify.annotations.Nullable;

/** The APIs there are, by key. What is not here does not exist for clients. Immutable. */
public final class ApiRegistry {
    private final @Nullable Api<?>[] byKey;

    /**
     * Collects APIs.
     *
     * @param apis each key at most once
     */
    public ApiRegistry(Collection<Api<?>> apis) {
        int largest = apis.stream().mapToInt(api -> api.key().id).max().orElse(-1);
        byKey = new Api<?>[largest + 1];
        for (Api<?> api : apis) {
            if (byKey[api.key().id] != null) {
                throw new IllegalArgumentException("two handlers for " + api.key());
            }
            byKey[api.key().id] = api;
        }
    }

    /**
     * Finds an API.
     *
     * @param key its number on the wire
     * @return null if there is none
     */
    public @Nullable Api<?> find(short key) {
        return key >= 0 && key < byKey.length ? byKey[key] : null;
    }

    /**
     * All APIs.
     *
     * @return by key
     */
    public List<Api<?>> all() {
        List<Api<?>> all = new ArrayList<>();
        for (Api<?> api : byKey) {
            if (api != null) {
                all.add(api);
            }
        }
        return all;
    }

    /**
     * What clients are told.
     *
     * @return a new collection
     */
    public ApiVersionCollection versions() {
        ApiVersionCollection versions = new ApiVersionCollection();
        for (Api<?> api : all()) {
            ApiKeys key = api.key();
            versions.add(new ApiVersion()
                    .setApiKey(key.id)
                    .setMinVersion(api.oldestAdvertised())
                    .setMaxVersion(api.newest()));
        }
        return versions;
    }
}
