package gossip.raft.codec;

import gossip.api.metadata.MetadataCommand;
import gossip.api.metadata.MetadataCommand.AlterCredentials;
import gossip.api.metadata.MetadataCommand.CreateAcls;
import gossip.api.metadata.MetadataCommand.CreateToken;
import gossip.api.metadata.MetadataCommand.DeleteAcls;
import gossip.api.metadata.MetadataCommand.DeleteToken;
import gossip.api.metadata.MetadataCommand.RenewToken;
import gossip.api.security.Acl;
import gossip.api.security.DelegationToken;
import gossip.api.security.Principal;
import gossip.api.security.ScramMechanism;
import gossip.api.security.UserCredential;
import gossip.raft.v1.Credential;
import gossip.raft.v1.CredentialKey;
import gossip.raft.v1.SecurityChange;
import gossip.raft.v1.Token;
import java.util.ArrayList;
import java.util.List;

/** Messages as what concerns security. */
final class SecurityValues {
    private SecurityValues() {}

    static MetadataCommand.SecurityChange change(SecurityChange message) throws MalformedMetadataException {
        return switch (message.getKindCase()) {
            case CREATE_ACLS -> new CreateAcls(acls(message.getCreateAcls()));
            case DELETE_ACLS -> new DeleteAcls(acls(message.getDeleteAcls()));
            case ALTER_CREDENTIALS -> alter(message.getAlterCredentials());
            case CREATE_TOKEN ->
                new CreateToken(
                        token(message.getCreateToken().getToken()),
                        message.getCreateToken().getNowMs());
            case RENEW_TOKEN ->
                new RenewToken(
                        message.getRenewToken().getTokenId(),
                        message.getRenewToken().getExpiryMs());
            case DELETE_TOKEN -> new DeleteToken(message.getDeleteToken().getTokenId());
            case KIND_NOT_SET ->
                throw new MalformedMetadataException(
                        "a change of security of an unknown kind; was it written by a newer version of Gossip?");
        };
    }

    private static List<Acl> acls(SecurityChange.Acls message) throws MalformedMetadataException {
        List<Acl> acls = new ArrayList<>();
        for (gossip.raft.v1.Acl acl : message.getAclsList()) {
            acls.add(acl(acl));
        }
        return acls;
    }

    private static AlterCredentials alter(SecurityChange.AlterCredentials message) throws MalformedMetadataException {
        List<UserCredential> set = new ArrayList<>();
        for (Credential credential : message.getSetList()) {
            set.add(credential(credential));
        }
        List<UserCredential.Key> removed = new ArrayList<>();
        for (CredentialKey key : message.getRemovedList()) {
            removed.add(key(key));
        }
        return new AlterCredentials(set, removed);
    }

    static Acl acl(gossip.raft.v1.Acl acl) throws MalformedMetadataException {
        return new Acl(
                SecurityCodes.type(acl.getType()),
                SecurityCodes.pattern(acl.getPattern()),
                acl.getName(),
                acl.getPrincipal(),
                acl.getHost(),
                SecurityCodes.operation(acl.getOperation()),
                SecurityCodes.permission(acl.getPermission()));
    }

    static UserCredential credential(Credential credential) throws MalformedMetadataException {
        return new UserCredential(
                key(credential.getKey()),
                credential.getSalt().toByteArray(),
                credential.getStoredKey().toByteArray(),
                credential.getServerKey().toByteArray(),
                credential.getIterations());
    }

    private static UserCredential.Key key(CredentialKey key) throws MalformedMetadataException {
        ScramMechanism mechanism = ScramMechanism.of((byte) key.getMechanism())
                .orElseThrow(() -> SecurityCodes.unknown("SCRAM mechanism", key.getMechanism()));
        return new UserCredential.Key(key.getUser(), mechanism);
    }

    static DelegationToken token(Token token) {
        return new DelegationToken(
                token.getId(),
                principal(token.getOwner()),
                principal(token.getRequester()),
                token.getRenewersList().stream().map(SecurityValues::principal).toList(),
                token.getIssueMs(),
                token.getExpiryMs(),
                token.getMaxMs());
    }

    private static Principal principal(gossip.raft.v1.Principal principal) {
        return new Principal(principal.getType(), principal.getName());
    }
}
