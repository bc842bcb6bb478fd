package gossip.plugins.security;

import gossip.api.metadata.MetadataCommand.AlterCredentials;
import gossip.api.metadata.MetadataCommand.CreateToken;
import gossip.api.metadata.MetadataImage;
import gossip.api.security.DelegationToken;
import gossip.api.security.Principal;
import gossip.api.security.ScramKeys;
import gossip.api.security.ScramMechanism;
import gossip.api.security.UserCredential;
import gossip.plugins.simulation.MemoryMetadataStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Users and tokens in memory. */
final class Accounts {
    static final String TOKEN_KEY = "0123456789abcdef";

    final MemoryMetadataStore metadata = new MemoryMetadataStore("node", MetadataImage.EMPTY);
    long nowMs = 1_000_000;

    Accounts user(String name, ScramMechanism mechanism, String password, int iterations) {
        byte[] salt = ("salt of " + name).getBytes(StandardCharsets.UTF_8);
        metadata.submit(new AlterCredentials(
                List.of(ScramKeys.credential(new UserCredential.Key(name, mechanism), password, salt, iterations)),
                List.of()));
        return this;
    }

    Accounts token(String id, Principal owner, long expiryMs) {
        metadata.submit(
                new CreateToken(new DelegationToken(id, owner, owner, List.of(), nowMs, expiryMs, expiryMs), nowMs));
        return this;
    }

    StoredCredentials credentials() {
        return new StoredCredentials(metadata, TOKEN_KEY, () -> Instant.ofEpochMilli(nowMs));
    }
}
