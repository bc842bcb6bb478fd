package gossip.raft.codec;

import com.google.protobuf.ByteString;
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
import gossip.api.security.UserCredential;
import gossip.raft.v1.Credential;
import gossip.raft.v1.CredentialKey;
import gossip.raft.v1.SecurityChange;
import gossip.raft.v1.Token;
import java.util.List;

/** What concerns security, as messages. */
final class SecurityMessages {
    private SecurityMessages() {}

    static SecurityChange change(MetadataCommand.SecurityChange change) {
        SecurityChange.Builder message = SecurityChange.newBuilder();
        switch (change) {
            case CreateAcls c -> message.setCreateAcls(acls(c.acls()));
            case DeleteAcls c -> message.setDeleteAcls(acls(c.acls()));
            case AlterCredentials c -> message.setAlterCredentials(alter(c));
            case CreateToken c ->
                message.setCreateToken(SecurityChange.CreateToken.newBuilder()
                        .setToken(token(c.token()))
                        .setNowMs(c.nowMs()));
            case RenewToken c ->
                message.setRenewToken(SecurityChange.RenewToken.newBuilder()
                        .setTokenId(c.tokenId())
                        .setExpiryMs(c.expiryMs()));
            case DeleteToken c ->
                message.setDeleteToken(SecurityChange.DeleteToken.newBuilder().setTokenId(c.tokenId()));
        }
        return message.build();
    }

    private static SecurityChange.Acls acls(List<Acl> acls) {
        return SecurityChange.Acls.newBuilder()
                .addAllAcls(acls.stream().map(SecurityMessages::acl).toList())
                .build();
    }

    private static SecurityChange.AlterCredentials alter(AlterCredentials change) {
        return SecurityChange.AlterCredentials.newBuilder()
                .addAllSet(
                        change.set().stream().map(SecurityMessages::credential).toList())
                .addAllRemoved(
                        change.removed().stream().map(SecurityMessages::key).toList())
                .build();
    }

    static gossip.raft.v1.Acl acl(Acl acl) {
        return gossip.raft.v1.Acl.newBuilder()
                .setType(SecurityCodes.of(acl.type()))
                .setPattern(SecurityCodes.of(acl.pattern()))
                .setName(acl.name())
                .setPrincipal(acl.principal())
                .setHost(acl.host())
                .setOperation(SecurityCodes.of(acl.operation()))
                .setPermission(SecurityCodes.of(acl.permission()))
                .build();
    }

    static Credential credential(UserCredential credential) {
        return Credential.newBuilder()
                .setKey(key(credential.key()))
                .setSalt(ByteString.copyFrom(credential.salt()))
                .setStoredKey(ByteString.copyFrom(credential.storedKey()))
                .setServerKey(ByteString.copyFrom(credential.serverKey()))
                .setIterations(credential.iterations())
                .build();
    }

    private static CredentialKey key(UserCredential.Key key) {
        return CredentialKey.newBuilder()
                .setUser(key.user())
                .setMechanism(key.mechanism().code())
                .build();
    }

    static Token token(DelegationToken token) {
        return Token.newBuilder()
                .setId(token.id())
                .setOwner(principal(token.owner()))
                .setRequester(principal(token.requester()))
                .addAllRenewers(token.renewers().stream()
                        .map(SecurityMessages::principal)
                        .toList())
                .setIssueMs(token.issueMs())
                .setExpiryMs(token.expiryMs())
                .setMaxMs(token.maxMs())
                .build();
    }

    private static gossip.raft.v1.Principal principal(Principal principal) {
        return gossip.raft.v1.Principal.newBuilder()
                .setType(principal.type())
                .setName(principal.name())
                .build();
    }
}
