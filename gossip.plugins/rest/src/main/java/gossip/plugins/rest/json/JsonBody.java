package gossip.plugins.rest.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import gossip.plugins.rest.http.Refusal;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The body of a request, read token by token. Whatever is wrong with it ends in a {@link Refusal}: status 400 if it is no JSON,
 * 422 if it is none that is expected here. Used by one thread.
 */
public final class JsonBody {
    private static final int UNPROCESSABLE = 422;

    private final byte[] bytes;
    private final JsonParser parser;

    private JsonBody(byte[] bytes, JsonParser parser) {
        this.bytes = bytes;
        this.parser = parser;
    }

    /** Reads the value of a field. */
    @FunctionalInterface
    public interface Field {
        /**
         * Reads it; the parser stands at its first token, and has to be left at its last.
         *
         * @throws IOException if it is no JSON
         */
        void read() throws IOException;
    }

    /** Reads a body. */
    @FunctionalInterface
    public interface Reading<T> {
        /**
         * Reads it.
         *
         * @param body at its first token
         * @return what it says
         * @throws IOException if it is no JSON
         */
        T from(JsonBody body) throws IOException;
    }

    /**
     * Reads a body as a whole.
     *
     * @param bytes UTF-8
     * @param reading reads its only value
     * @param <T> what it becomes
     * @return what it says
     * @throws Refusal if it is not as expected
     */
    public static <T> T read(byte[] bytes, Reading<T> reading) {
        try (JsonParser parser = Json.FACTORY.createParser(bytes)) {
            // of other encodings Jackson does not know where in the bytes it is
            if (parser.currentLocation().getByteOffset() < 0) {
                throw Refusal.badRequest("the body is not UTF-8");
            }
            if (parser.nextToken() == null) {
                throw Refusal.badRequest("the body is empty; JSON is expected");
            }
            T value = reading.from(new JsonBody(bytes, parser));
            if (parser.nextToken() != null) {
                throw Refusal.badRequest("the body has more after its JSON value, at byte "
                        + parser.currentTokenLocation().getByteOffset());
            }
            return value;
        } catch (StreamConstraintsException e) {
            throw Refusal.badRequest("the JSON goes beyond a limit: " + e.getOriginalMessage());
        } catch (JsonProcessingException e) {
            throw Refusal.badRequest("the body is not JSON: " + e.getOriginalMessage() + " at byte "
                    + Optional.ofNullable(e.getLocation())
                            .map(where -> where.getByteOffset())
                            .orElse(0L));
        } catch (CharConversionException e) {
            throw Refusal.badRequest("the body is not UTF-8: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads an object.
     *
     * @param what it is, for messages
     * @param fields what it may have, each at most once
     * @throws IOException if it is no JSON
     * @throws Refusal if it is no object, or has a field that is not known or there twice
     */
    public void object(String what, Map<String, Field> fields) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw unexpected(what, "an object");
        }
        Set<String> seen = new LinkedHashSet<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            Field field = fields.get(name);
            if (field == null) {
                throw wrong(what + " has no field " + shortened(name) + Nearest.hint(name, fields.keySet())
                        + "; it may have " + String.join(", ", new TreeSet<>(fields.keySet())));
            }
            if (!seen.add(name)) {
                throw wrong(what + " has the field " + name + " twice");
            }
            parser.nextToken();
            field.read();
        }
    }

    /**
     * Reads an object whose fields are not known.
     *
     * @param what it is, for messages
     * @param field reads the value of each
     * @throws IOException if it is no JSON
     */
    public void each(String what, Named field) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw unexpected(what, "an object");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            field.read(name);
        }
    }

    /** Reads the value of a field whose name is not known beforehand. */
    @FunctionalInterface
    public interface Named {
        /**
         * Reads it; the parser stands at its first token, and has to be left at its last.
         *
         * @param name of the field
         * @throws IOException if it is no JSON
         */
        void read(String name) throws IOException;
    }

    /**
     * Reads an array.
     *
     * @param what it is, for messages
     * @param element reads one element
     * @throws IOException if it is no JSON
     */
    public void array(String what, Field element) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw unexpected(what, "an array");
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            element.read();
        }
    }

    /**
     * Whether the value is null.
     *
     * @return true if so
     */
    public boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    /**
     * Whether the value is a string.
     *
     * @return true if so
     */
    public boolean isText() {
        return parser.currentToken() == JsonToken.VALUE_STRING;
    }

    /**
     * Whether the value is an array.
     *
     * @return true if so
     */
    public boolean isArray() {
        return parser.currentToken() == JsonToken.START_ARRAY;
    }

    /**
     * Reads a string.
     *
     * @param what it is, for messages
     * @return decoded
     * @throws IOException if it is no JSON
     */
    public String text(String what) throws IOException {
        if (!isText()) {
            throw unexpected(what, "a string");
        }
        return parser.getText();
    }

    /**
     * Reads a number, a boolean or a string as a person would write it in a configuration.
     *
     * @param what it is, for messages
     * @return its text
     * @throws IOException if it is no JSON
     */
    public String scalar(String what) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null || !token.isScalarValue() || isNull()) {
            throw unexpected(what, "a string, a number or a boolean");
        }
        return parser.getText();
    }

    /**
     * Reads a whole number.
     *
     * @param what it is, for messages
     * @param lowest that it may be
     * @param highest that it may be
     * @return the number
     * @throws IOException if it is no JSON
     */
    public long number(String what, long lowest, long highest) throws IOException {
        boolean isWhole = parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
        if (!isWhole || parser.getLongValue() < lowest || parser.getLongValue() > highest) {
            throw unexpected(what, "a whole number from " + lowest + " to " + highest);
        }
        return parser.getLongValue();
    }

    /**
     * Reads a boolean.
     *
     * @param what it is, for messages
     * @return the boolean
     */
    public boolean bool(String what) {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw unexpected(what, "true or false");
        };
    }

    /**
     * Reads strings.
     *
     * @param what they are, for messages
     * @return in order
     * @throws IOException if it is no JSON
     */
    public List<String> texts(String what) throws IOException {
        List<String> texts = new ArrayList<>();
        array(what, () -> texts.add(text("an element of " + what)));
        return texts;
    }

    /**
     * Reads an object of strings, numbers and booleans, as a person would write them in a configuration.
     *
     * @param what it is, for messages
     * @return in order
     * @throws IOException if it is no JSON
     */
    public Map<String, String> scalars(String what) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        each(what, name -> {
            if (values.put(name, scalar(what + "." + name)) != null) {
                throw wrong(what + " has the field " + name + " twice");
            }
        });
        return values;
    }

    /**
     * Takes a value as it is written.
     *
     * @return the part of the body; not a copy
     * @throws IOException if it is no JSON
     */
    public ByteBuffer raw() throws IOException {
        int start = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
        parser.skipChildren();
        parser.finishToken();
        int end = Math.toIntExact(parser.currentLocation().getByteOffset());
        return ByteBuffer.wrap(bytes, start, end - start).slice();
    }

    /**
     * A value is not as it should be.
     *
     * @param message one sentence
     * @return to be thrown
     */
    public Refusal wrong(String message) {
        return new Refusal(
                UNPROCESSABLE,
                message + " (at byte " + parser.currentTokenLocation().getByteOffset() + ")");
    }

    private Refusal unexpected(String what, String wanted) {
        return wrong(what + " has to be " + wanted);
    }

    private static String shortened(String name) {
        return name.length() <= 64 ? name : name.substring(0, 64) + "...";
    }
}
