package gossip.api.metadata;

import gossip.api.metadata.MetadataCommand.AlterCredentials;
import gossip.api.metadata.MetadataCommand.CreateAcls;
import gossip.api.metadata.MetadataCommand.CreateToken;
import gossip.api.metadata.MetadataCommand.DeleteAcls;
import gossip.api.metadata.MetadataCommand.DeleteToken;
import gossip.api.metadata.MetadataCommand.RenewToken;
import gossip.api.metadata.MetadataCommand.SecurityChange;
import gossip.api.security.Acl;
import gossip.api.security.DelegationToken;
import gossip.api.security.UserCredential;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** ACLs, credentials and delegation tokens at one moment. Immutable; any thread. */
public final class SecurityImage {
    /** Nobody, nothing. */
    public static final SecurityImage EMPTY =
            new SecurityImage(PersistentMap.empty(), PersistentMap.empty(), PersistentMap.empty());

    private final PersistentMap<Acl, Acl> acls;
    private final PersistentMap<UserCredential.Key, UserCredential> credentials;
    private final PersistentMap<String, DelegationToken> tokens;

    private SecurityImage(
            PersistentMap<Acl, Acl> acls,
            PersistentMap<UserCredential.Key, UserCredential> credentials,
            PersistentMap<String, DelegationToken> tokens) {
        this.acls = acls;
        this.credentials = credentials;
        this.tokens = tokens;
    }

    /**
     * Builds an image from its parts, as a snapshot holds them.
     *
     * @param acls all ACLs
     * @param credentials all credentials
     * @param tokens all delegation tokens
     * @return the image
     */
    public static SecurityImage of(
            Collection<Acl> acls, Collection<UserCredential> credentials, Collection<DelegationToken> tokens) {
        if (acls.isEmpty() && credentials.isEmpty() && tokens.isEmpty()) {
            return EMPTY;
        }
        return new SecurityImage(
                PersistentMap.of(acls, Function.identity()),
                PersistentMap.of(credentials, UserCredential::key),
                PersistentMap.of(tokens, DelegationToken::id));
    }

    /**
     * All ACLs, in no order.
     *
     * @return a new stream
     */
    public Stream<Acl> acls() {
        return acls.values();
    }

    /**
     * How many ACLs there are.
     *
     * @return a count
     */
    public int aclCount() {
        return acls.size();
    }

    /**
     * The ACLs that another image does not have. Found quickly if one image came from the other by few changes.
     *
     * @param other another image
     * @return a new stream, in no order; each once
     */
    public Stream<Acl> aclsNotIn(SecurityImage other) {
        return acls.valuesNotIn(other.acls);
    }

    /**
     * Whether two images have the same ACLs, as far as that can be told at once.
     *
     * @param other another image
     * @return true only if no ACL was changed between the two
     */
    public boolean hasAclsOf(SecurityImage other) {
        return acls == other.acls;
    }

    /**
     * Whether there is such an ACL.
     *
     * @param acl the ACL
     * @return true if so
     */
    public boolean has(Acl acl) {
        return acls.find(acl).isPresent();
    }

    /**
     * Finds a credential.
     *
     * @param key whose, for which mechanism
     * @return empty if there is none
     */
    public Optional<UserCredential> credential(UserCredential.Key key) {
        return credentials.find(key);
    }

    /**
     * All credentials, in no order.
     *
     * @return a new stream
     */
    public Stream<UserCredential> credentials() {
        return credentials.values();
    }

    /**
     * How many credentials there are.
     *
     * @return a count
     */
    public int credentialCount() {
        return credentials.size();
    }

    /**
     * Finds a delegation token.
     *
     * @param id its id
     * @return empty if there is none; may have expired
     */
    public Optional<DelegationToken> token(String id) {
        return tokens.find(id);
    }

    /**
     * All delegation tokens, also expired ones, in no order.
     *
     * @return a new stream
     */
    public Stream<DelegationToken> tokens() {
        return tokens.values();
    }

    /**
     * The delegation tokens that another image does not have, or has with other times. Found quickly if one image came from
     * the other by few changes.
     *
     * @param other another image
     * @return a new stream, in no order; each once
     */
    public Stream<DelegationToken> tokensNotIn(SecurityImage other) {
        return tokens.valuesNotIn(other.tokens);
    }

    /**
     * How many delegation tokens there are, expired ones among them.
     *
     * @return a count
     */
    public int tokenCount() {
        return tokens.size();
    }

    /**
     * The image after a change. Pure.
     *
     * @param change the change
     * @return the new image, this one if nothing changed
     */
    SecurityImage apply(SecurityChange change) {
        return switch (change) {
            case CreateAcls c -> create(c.acls());
            case DeleteAcls c -> delete(c.acls());
            case AlterCredentials c -> alter(c);
            case CreateToken c -> issue(c.token(), c.nowMs());
            case RenewToken c -> renew(c);
            case DeleteToken c -> withTokens(tokens.without(c.tokenId()));
        };
    }

    private SecurityImage create(List<Acl> added) {
        PersistentMap<Acl, Acl> after = acls;
        for (Acl acl : added) {
            after = after.find(acl).isPresent() ? after : after.with(acl, acl);
        }
        return after == acls ? this : new SecurityImage(after, credentials, tokens);
    }

    private SecurityImage delete(List<Acl> removed) {
        PersistentMap<Acl, Acl> after = acls;
        for (Acl acl : removed) {
            after = after.without(acl);
        }
        return after == acls ? this : new SecurityImage(after, credentials, tokens);
    }

    private SecurityImage alter(AlterCredentials change) {
        PersistentMap<UserCredential.Key, UserCredential> after = credentials;
        for (UserCredential credential : change.set()) {
            after = after.with(credential.key(), credential);
        }
        for (UserCredential.Key key : change.removed()) {
            after = after.without(key);
        }
        return after == credentials ? this : new SecurityImage(acls, after, tokens);
    }

    private SecurityImage issue(DelegationToken token, long nowMs) {
        PersistentMap<String, DelegationToken> after = tokens;
        for (DelegationToken old : tokens().filter(one -> one.isExpired(nowMs)).toList()) {
            after = after.without(old.id());
        }
        return withTokens(after.with(token.id(), token));
    }

    private SecurityImage renew(RenewToken change) {
        Optional<DelegationToken> present = token(change.tokenId());
        return present.isEmpty()
                ? this
                : withTokens(tokens.with(change.tokenId(), present.get().expiringAt(change.expiryMs())));
    }

    private SecurityImage withTokens(PersistentMap<String, DelegationToken> after) {
        return after == tokens ? this : new SecurityImage(acls, credentials, after);
    }
}
