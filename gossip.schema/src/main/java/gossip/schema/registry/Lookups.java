package gossip.schema.registry;

import gossip.api.metadata.SchemasImage;
import gossip.api.metadata.StoredSchema;
import gossip.api.metadata.SubjectImage;
import gossip.api.schema.Listing;
import gossip.api.schema.RegisteredSchema;
import gossip.api.schema.SchemaError;
import gossip.api.schema.SchemaException;
import gossip.api.schema.SubjectName;
import gossip.api.schema.SubjectVersion;
import gossip.api.schema.VersionChoice;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Finds things in one image. Pure; needs no schema to be read.
 *
 * @param image the image
 */
record Lookups(SchemasImage image) {
    private static final String ALL_CONTEXTS = ":*:";
    private static final Comparator<SubjectName> BY_NAME =
            Comparator.comparing(SubjectName::context).thenComparing(SubjectName::name);

    List<String> contexts(Listing listing) {
        Set<String> names = new TreeSet<>(image.maxIds().keySet());
        names.add(SubjectName.DEFAULT_CONTEXT);
        return page(names.stream(), listing);
    }

    StoredSchema schema(int id, Optional<String> subject) {
        return image.schema(context(subject), id).orElseThrow(() -> Failures.noSchema(id));
    }

    int maxId(Optional<String> subject) {
        return image.maxIds().getOrDefault(context(subject), 0);
    }

    private static String context(Optional<String> subject) {
        return subject.map(name -> SubjectName.parse(name).context()).orElse(SubjectName.DEFAULT_CONTEXT);
    }

    List<SubjectVersion> versionsOf(int id, Optional<String> subject, Listing listing) {
        Optional<SubjectName> only = subject.map(SubjectName::parse).filter(name -> !name.isContext());
        Stream<SubjectVersion> uses = image.users(schema(id, subject))
                .filter(user -> only.isEmpty() || only.get().equals(user.name()))
                .sorted(Comparator.comparing(SubjectImage::name, BY_NAME))
                .flatMap(user -> user.versions().stream()
                        .filter(version -> version.id() == id)
                        .filter(version -> isWanted(version, listing))
                        .map(version -> new SubjectVersion(user.name().toString(), version.number())));
        return page(uses, listing);
    }

    List<RegisteredSchema> schemas(String prefix, boolean latestOnly, Listing listing) {
        Stream<RegisteredSchema> all = matching(prefix).flatMap(subject -> {
            List<SubjectImage.Version> wanted = subject.versions().stream()
                    .filter(version -> isWanted(version, listing))
                    .toList();
            return (latestOnly && !wanted.isEmpty() ? Stream.of(wanted.getLast()) : wanted.stream())
                    .map(version -> registered(subject.name(), version));
        });
        return page(all, listing);
    }

    List<String> subjects(String prefix, Listing listing) {
        return page(
                matching(prefix)
                        .filter(subject -> switch (listing.deleted()) {
                            case EXCLUDE -> subject.latest().isPresent();
                            case INCLUDE -> true;
                            case ONLY -> subject.latest().isEmpty();
                        })
                        .map(subject -> subject.name().toString()),
                listing);
    }

    private Stream<SubjectImage> matching(String prefix) {
        boolean isEverywhere = prefix.startsWith(ALL_CONTEXTS);
        SubjectName start = SubjectName.parse(isEverywhere ? prefix.substring(ALL_CONTEXTS.length()) : prefix);
        return image.subjects()
                .filter(subject -> isEverywhere || subject.name().context().equals(start.context()))
                .filter(subject -> subject.name().name().startsWith(start.name()))
                .sorted(Comparator.comparing(SubjectImage::name, BY_NAME));
    }

    List<Integer> versions(SubjectName name, Listing listing) {
        List<Integer> all = subject(name).versions().stream()
                .filter(version -> isWanted(version, listing))
                .map(SubjectImage.Version::number)
                .toList();
        if (all.isEmpty()) {
            throw Failures.noSubject(name);
        }
        return page(all.stream(), listing);
    }

    RegisteredSchema version(SubjectName name, VersionChoice choice, boolean deleted) {
        return registered(name, find(name, choice, deleted));
    }

    /** The latest version is one that is not deleted, unless all are and those will do. */
    SubjectImage.Version find(SubjectName name, VersionChoice choice, boolean deleted) {
        SubjectImage subject = subject(name);
        Optional<SubjectImage.Version> found = switch (choice) {
            case VersionChoice.Latest latest ->
                subject.latest().or(() -> Optional.of(subject.versions().getLast()));
            case VersionChoice.Exact exact -> subject.version(exact.version());
        };
        if (!deleted && subject.latest().isEmpty()) {
            throw Failures.noSubject(name);
        }
        return found.filter(version -> deleted || !version.isDeleted()).orElseThrow(() -> Failures.noVersion(choice));
    }

    SubjectImage subject(SubjectName name) {
        return image.subject(name).orElseThrow(() -> Failures.noSubject(name));
    }

    List<Integer> referencedBy(SubjectName name, VersionChoice choice, Listing listing) {
        SubjectImage.Version version = find(name, choice, listing.deleted() != Listing.Deleted.EXCLUDE);
        Stream<Integer> ids = image.referrers(name, version.number(), listing.deleted() != Listing.Deleted.EXCLUDE)
                .map(StoredSchema::id)
                .sorted();
        return page(ids, listing);
    }

    /** The newest version of a subject that has a schema. */
    Optional<SubjectImage.Version> versionWith(SubjectName name, int id, boolean deleted) {
        return image.subject(name)
                .flatMap(subject -> subject.versions().reversed().stream()
                        .filter(version -> version.id() == id && (deleted || !version.isDeleted()))
                        .findFirst());
    }

    RegisteredSchema registered(SubjectName name, SubjectImage.Version version) {
        StoredSchema stored = image.schema(name.context(), version.id())
                .orElseThrow(() ->
                        new SchemaException(SchemaError.SCHEMA_NOT_FOUND, "Schema " + version.id() + " not found"));
        return new RegisteredSchema(
                name.toString(), version.number(), version.id(), stored.schema(), version.isDeleted());
    }

    private static boolean isWanted(SubjectImage.Version version, Listing listing) {
        return switch (listing.deleted()) {
            case EXCLUDE -> !version.isDeleted();
            case INCLUDE -> true;
            case ONLY -> version.isDeleted();
        };
    }

    private static <T> List<T> page(Stream<T> all, Listing listing) {
        return all.skip(listing.offset())
                .limit(listing.limit() < 0 ? Long.MAX_VALUE : listing.limit())
                .toList();
    }
}
