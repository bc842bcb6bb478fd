package gossip.raft.codec;

import gossip.api.metadata.MetadataCommand;
import gossip.api.metadata.MetadataCommand.AlterCredentials;
import gossip.api.metadata.MetadataCommand.CreateAcls;
import gossip.api.metadata.MetadataCommand.CreateToken;
import gossip.api.metadata.MetadataCommand.DeleteAcls;
import gossip.api.metadata.MetadataCommand.DeleteToken;
import gossip.api.metadata.MetadataCommand.RenewToken;
import gossip.api.metadata.SecurityImage;
import gossip.api.security.Acl;
import gossip.api.security.DelegationToken;
import gossip.api.security.Operation;
import gossip.api.security.Principal;
import gossip.api.security.Resource;
import gossip.api.security.ScramMechanism;
import gossip.api.security.UserCredential;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Any metadata about security there can be. */
final class SecurityMetadata {
    private SecurityMetadata() {}

    static Arbitrary<MetadataCommand> changes() {
        return Arbitraries.oneOf(
                acls().list().ofMaxSize(5).map(CreateAcls::new),
                acls().list().ofMaxSize(5).map(DeleteAcls::new),
                Combinators.combine(
                                credentials().list().ofMaxSize(3), keys().list().ofMaxSize(3))
                        .as(AlterCredentials::new),
                Combinators.combine(tokens(), Arbitraries.longs()).as(CreateToken::new),
                Combinators.combine(Metadata.texts(), Arbitraries.longs()).as(RenewToken::new),
                Metadata.texts().map(DeleteToken::new));
    }

    static Arbitrary<SecurityImage> images() {
        return Combinators.combine(
                        acls().list().ofMaxSize(10).uniqueElements(),
                        credentials().list().ofMaxSize(5).uniqueElements(UserCredential::key),
                        tokens().list().ofMaxSize(5).uniqueElements(DelegationToken::id))
                .as(SecurityImage::of);
    }

    private static Arbitrary<Acl> acls() {
        return Combinators.combine(
                        Arbitraries.of(Resource.Type.class),
                        Arbitraries.of(Acl.Pattern.class),
                        Metadata.texts(),
                        Metadata.texts(),
                        Metadata.texts(),
                        Arbitraries.of(Operation.class),
                        Arbitraries.of(Acl.Permission.class))
                .as(Acl::new);
    }

    private static Arbitrary<UserCredential> credentials() {
        return Combinators.combine(keys(), bytes(), bytes(), bytes(), Arbitraries.integers())
                .as(UserCredential::new);
    }

    private static Arbitrary<UserCredential.Key> keys() {
        return Combinators.combine(Metadata.texts(), Arbitraries.of(ScramMechanism.class))
                .as(UserCredential.Key::new);
    }

    private static Arbitrary<DelegationToken> tokens() {
        return Combinators.combine(
                        Metadata.texts(),
                        principals(),
                        principals(),
                        principals().list().ofMaxSize(3),
                        Arbitraries.longs(),
                        Arbitraries.longs(),
                        Arbitraries.longs())
                .as(DelegationToken::new);
    }

    private static Arbitrary<Principal> principals() {
        return Combinators.combine(Metadata.texts(), Metadata.texts()).as(Principal::new);
    }

    private static Arbitrary<byte[]> bytes() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(64);
    }
}
