package gossip.schema.format;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import gossip.api.schema.SchemaError;
import gossip.api.schema.SchemaException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads and writes JSON within limits. Thread-safe. */
public final class JsonText {
    private static final int LONGEST_NUMBER = 1000;

    private final ObjectMapper mapper;
    private final int depth;

    /**
     * Creates a reader.
     *
     * @param depth how deep text may be nested
     */
    public JsonText(int depth) {
        this.depth = depth;
        StreamReadConstraints constraints = StreamReadConstraints.builder()
                .maxNestingDepth(depth)
                .maxNumberLength(LONGEST_NUMBER)
                .maxStringLength(Integer.MAX_VALUE)
                .build();
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(constraints)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
        mapper = JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
    }

    /**
     * Reads a text.
     *
     * @param text JSON
     * @param what what it should be, for the message
     * @return its tree
     */
    public JsonNode read(String text, String what) {
        try {
            return present(mapper.readTree(text), what);
        } catch (JsonProcessingException e) {
            throw invalid(what, e);
        }
    }

    /**
     * Reads bytes.
     *
     * @param json UTF-8; consumed
     * @param what what it should be, for the message
     * @return its tree
     */
    public JsonNode read(ByteBuffer json, String what) {
        byte[] bytes = new byte[json.remaining()];
        json.get(bytes);
        try {
            return present(mapper.readTree(bytes), what);
        } catch (JsonProcessingException e) {
            throw invalid(what, e);
        } catch (IOException e) {
            throw Invalid.because(what + " is not valid JSON", e);
        }
    }

    private static JsonNode present(JsonNode read, String what) {
        if (read.isMissingNode()) {
            throw Invalid.because(what + " is empty, not JSON");
        }
        return read;
    }

    private SchemaException invalid(String what, JacksonException e) {
        String place = e.getLocation() == null
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
        if (String.valueOf(e.getOriginalMessage()).contains("nesting depth")) {
            return Invalid.because(
                    what + " is nested more than the " + depth + " levels deep that schema.max_depth allows");
        }
        return new SchemaException(
                SchemaError.INVALID_SCHEMA, what + " is not valid JSON" + place + ": " + e.getOriginalMessage(), e);
    }

    /**
     * Writes a tree.
     *
     * @param tree the tree
     * @return JSON without white space
     */
    public String write(JsonNode tree) {
        try {
            return mapper.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw Invalid.because("cannot be written as JSON", e);
        }
    }

    /**
     * Writes a tree as bytes.
     *
     * @param tree the tree
     * @return UTF-8 without white space
     */
    public ByteBuffer writeBytes(JsonNode tree) {
        try {
            return ByteBuffer.wrap(mapper.writeValueAsBytes(tree));
        } catch (JsonProcessingException e) {
            throw Invalid.because("cannot be written as JSON", e);
        }
    }
}
