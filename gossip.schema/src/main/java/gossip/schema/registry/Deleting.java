package gossip.schema.registry;

import gossip.api.ErrorCode;
import gossip.api.metadata.MetadataCommand.DeleteSchemaVersions;
import gossip.api.metadata.MetadataResult.Refused;
import gossip.api.metadata.SchemasImage;
import gossip.api.metadata.SubjectImage;
import gossip.api.schema.Compatibility;
import gossip.api.schema.SchemaError;
import gossip.api.schema.SchemaException;
import gossip.api.schema.SubjectName;
import gossip.api.schema.VersionChoice;
import gossip.schema.registry.Submissions.Decision;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Decides about deletions. Pure. */
final class Deleting {
    private final Compatibility defaultLevel;

    Deleting(Compatibility defaultLevel) {
        this.defaultLevel = defaultLevel;
    }

    Decision<List<Integer>> subject(SchemasImage image, SubjectName name, boolean permanent) {
        SubjectImage subject = new Lookups(image).subject(name);
        if (!permanent && subject.latest().isEmpty()) {
            throw new SchemaException(
                    SchemaError.SUBJECT_SOFT_DELETED,
                    "Subject '" + name + "' was soft deleted. Set permanent=true to delete permanently");
        }
        if (permanent && subject.latest().isPresent()) {
            throw new SchemaException(
                    SchemaError.SUBJECT_NOT_SOFT_DELETED,
                    "Subject '" + name + "' was not deleted first before being permanently deleted");
        }
        List<Integer> numbers = subject.versions().stream()
                .filter(version -> permanent || !version.isDeleted())
                .map(SubjectImage.Version::number)
                .toList();
        return deletion(image, name, new HashSet<>(numbers), permanent, numbers);
    }

    Decision<Integer> version(SchemasImage image, SubjectName name, VersionChoice choice, boolean permanent) {
        SubjectImage.Version version = new Lookups(image).find(name, choice, true);
        if (!permanent && version.isDeleted()) {
            throw new SchemaException(
                    SchemaError.VERSION_SOFT_DELETED,
                    "Subject '" + name + "' Version " + version.number()
                            + " was soft deleted. Set permanent=true to delete permanently");
        }
        if (permanent && !version.isDeleted()) {
            throw new SchemaException(
                    SchemaError.VERSION_NOT_SOFT_DELETED,
                    "Subject '" + name + "' Version " + version.number()
                            + " was not deleted first before being permanently deleted");
        }
        return deletion(image, name, Set.of(version.number()), permanent, version.number());
    }

    private <T> Decision<T> deletion(
            SchemasImage image, SubjectName name, Set<Integer> numbers, boolean permanent, T outcome) {
        new Scope(image.settings(), defaultLevel).requireWritable(name);
        DeleteSchemaVersions change = new DeleteSchemaVersions(name, image.basis(name), numbers, permanent);
        // asked of the image now, so that the answer is the right one; the image asks again when it changes
        if (image.apply(change).result() instanceof Refused refused && refused.code() == ErrorCode.INVALID_REQUEST) {
            throw new SchemaException(
                    SchemaError.REFERENCE_EXISTS, "One or more references exist to the schema: " + refused.message());
        }
        return new Decision.Submit<>(change, result -> outcome);
    }
}
