/**
 * The parser of {@code .proto} files of Square's Wire, as one module. Its own two jars cannot lie on a module path together,
 * for they share a package; the build unpacks them here.
 */
module com.squareup.wire {
    requires transitive kotlin.stdlib;
    requires transitive okio;

    exports com.squareup.wire;
    exports com.squareup.wire.schema;
    exports com.squareup.wire.schema.internal.parser;
}
