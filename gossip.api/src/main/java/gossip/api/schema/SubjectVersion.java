package gossip.api.schema;

/**
 * Names a version of a subject.
 *
 * @param subject with its context, unless that is the default one
 * @param version number in the subject, from 1
 */
public record SubjectVersion(String subject, int version) {}
