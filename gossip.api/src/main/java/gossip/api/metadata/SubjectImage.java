package gossip.api.metadata;

import gossip.api.schema.SubjectName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A subject and its versions at one moment. Immutable.
 *
 * @param name its name
 * @param revision grows with every change of it, and never repeats among all subjects
 * @param versions sorted by number; softly deleted ones too
 */
public record SubjectImage(SubjectName name, long revision, List<Version> versions) {
    /** Sorts the versions. */
    public SubjectImage {
        Objects.requireNonNull(name, "name");
        versions = versions.stream()
                .sorted(Comparator.comparingInt(Version::number))
                .toList();
    }

    /**
     * A version.
     *
     * @param number from 1
     * @param id which schema of the subject's context
     * @param isDeleted whether it was softly deleted
     */
    public record Version(int number, int id, boolean isDeleted) {}

    /**
     * The versions that are not deleted.
     *
     * @return oldest first
     */
    public Stream<Version> present() {
        return versions.stream().filter(version -> !version.isDeleted());
    }

    /**
     * The newest version that is not deleted.
     *
     * @return empty if all are deleted
     */
    public Optional<Version> latest() {
        return versions.reversed().stream()
                .filter(version -> !version.isDeleted())
                .findFirst();
    }

    /**
     * Finds a version.
     *
     * @param number its number
     * @return empty if there is none; may be deleted
     */
    public Optional<Version> version(int number) {
        int low = 0;
        int high = versions.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Version found = versions.get(middle);
            if (found.number() == number) {
                return Optional.of(found);
            }
            low = found.number() < number ? middle + 1 : low;
            high = found.number() < number ? high : middle - 1;
        }
        return Optional.empty();
    }

    /**
     * Number that the next version gets.
     *
     * @return one more than the largest there is, deleted or not
     */
    public int nextVersion() {
        return versions.isEmpty() ? 1 : versions.getLast().number() + 1;
    }

    SubjectImage with(Version version, long newRevision) {
        List<Version> more = new ArrayList<>(versions);
        more.removeIf(old -> old.number() == version.number());
        more.add(version);
        return new SubjectImage(name, newRevision, more);
    }

    SubjectImage without(Predicate<Version> which, long newRevision) {
        return new SubjectImage(
                name, newRevision, versions.stream().filter(which.negate()).toList());
    }
}
