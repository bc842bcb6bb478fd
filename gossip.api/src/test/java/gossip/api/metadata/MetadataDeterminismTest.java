package gossip.api.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import gossip.api.metadata.MetadataCommand.AllocateProducerIds;
import gossip.api.metadata.MetadataCommand.AlterConfigs;
import gossip.api.metadata.MetadataCommand.CreatePartitions;
import gossip.api.metadata.MetadataCommand.CreateTopic;
import gossip.api.metadata.MetadataCommand.DeleteTopic;
import gossip.api.metadata.MetadataCommand.NameCluster;
import gossip.api.metadata.MetadataCommand.RegisterBroker;
import gossip.api.metadata.MetadataResult.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MetadataDeterminismTest {
    @Property(tries = 200)
    void twoReplicasThatApplyTheSameCommandsAreTheSame(@ForAll("histories") List<MetadataCommand> history) {
        Replica one = new Replica();
        Replica other = new Replica();
        history.forEach(one::apply);
        history.forEach(other::apply);

        assertThat(other.results).isEqualTo(one.results);
        assertThat(other.image.parts()).isEqualTo(one.image.parts());
    }

    @Property(tries = 200)
    void replicaThatStartsFromASnapshotGoesOnAsTheOthers(
            @ForAll("histories") List<MetadataCommand> before, @ForAll("histories") List<MetadataCommand> after) {
        Replica steady = new Replica();
        before.forEach(steady::apply);
        Replica restored = new Replica();
        restored.image = MetadataImage.of(steady.image.parts());
        steady.results.clear();
        after.forEach(steady::apply);
        after.forEach(restored::apply);

        assertThat(restored.results).isEqualTo(steady.results);
        assertThat(restored.image.topics())
                .containsExactlyInAnyOrderElementsOf(steady.image.topics().toList());
        assertThat(restored.image.brokers()).isEqualTo(steady.image.brokers());
    }

    @Property(tries = 200)
    void refusalChangesNothing(@ForAll("histories") List<MetadataCommand> history) {
        Replica replica = new Replica();
        for (MetadataCommand command : history) {
            MetadataImage before = replica.image;
            if (replica.apply(command) instanceof Refused) {
                assertThat(replica.image).isSameAs(before);
            }
        }
    }

    @Provide
    Arbitrary<List<MetadataCommand>> histories() {
        return commands().list().ofMaxSize(60);
    }

    /** Few names and ids, so that commands meet. */
    private static Arbitrary<MetadataCommand> commands() {
        Arbitrary<UUID> ids = Arbitraries.longs().between(1, 6).map(low -> new UUID(0, low));
        Arbitrary<String> names = Arbitraries.of("a", "b", "c", "d");
        Arbitrary<Assignment> assignments = Combinators.combine(
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.integers().between(1, 3))
                .as(Assignment::onOne);
        Arbitrary<ConfigResource> resources = Combinators.combine(Arbitraries.of(ConfigResource.Type.class), names)
                .as(ConfigResource::new);
        return Arbitraries.oneOf(
                ids.map(NameCluster::new),
                names.map(name -> new RegisterBroker(name, List.of())),
                Combinators.combine(names, ids, assignments)
                        .as((name, id, assignment) -> new CreateTopic(name, id, assignment, Map.of())),
                ids.map(DeleteTopic::new),
                Combinators.combine(ids, Arbitraries.integers().between(1, 5), assignments)
                        .as(CreatePartitions::new),
                Combinators.combine(resources, names)
                        .as((resource, name) -> new AlterConfigs(resource, Map.of(name, "1"), Set.of())),
                Arbitraries.integers().between(0, 3).map(AllocateProducerIds::new));
    }

    private static final class Replica {
        private final List<MetadataResult> results = new ArrayList<>();
        private MetadataImage image = MetadataImage.EMPTY;

        MetadataResult apply(MetadataCommand command) {
            MetadataImage.Applied applied = image.apply(command);
            image = applied.image();
            results.add(applied.result());
            return applied.result();
        }
    }
}
