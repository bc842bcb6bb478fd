package gossip.plugins.rest.registry;

import com.fasterxml.jackson.core.JsonGenerator;
import gossip.api.schema.Compatibility;
import gossip.api.schema.RegisteredSchema;
import gossip.api.schema.Registration;
import gossip.api.schema.Schema;
import gossip.api.schema.SchemaMode;
import gossip.api.schema.SubjectConfig;
import gossip.api.schema.SubjectVersion;
import gossip.plugins.rest.json.JsonBody;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** The bodies of the registry's requests and answers. */
final class RegistryJson {
    private RegistryJson() {}

    /** Collects the fields of a registration. */
    private static final class Draft {
        private String text = "";
        private String type = Schema.AVRO;
        private List<Schema.Reference> references = List.of();
        private OptionalInt version = OptionalInt.empty();
        private OptionalInt id = OptionalInt.empty();
    }

    static Registration registration(byte[] body, boolean normalize) {
        return JsonBody.read(body, json -> {
            Draft draft = new Draft();
            Map<String, JsonBody.Field> fields = new TreeMap<>();
            fields.put("schema", () -> draft.text = json.text("schema"));
            fields.put("schemaType", () -> draft.type = json.isNull() ? Schema.AVRO : json.text("schemaType"));
            fields.put("references", () -> draft.references = references(json));
            fields.put("version", () -> draft.version = positive(json, "version"));
            fields.put("id", () -> draft.id = positive(json, "id"));
            fields.put("metadata", () -> notKept(json, "metadata"));
            fields.put("ruleSet", () -> notKept(json, "ruleSet"));
            json.object("the body", fields);
            return new Registration(
                    new Schema(draft.type, draft.text, draft.references), normalize, draft.version, draft.id);
        });
    }

    /** Confluent's clients write 0 or -1 for what they do not mean. */
    private static OptionalInt positive(JsonBody json, String what) throws IOException {
        if (json.isNull()) {
            return OptionalInt.empty();
        }
        int number = (int) json.number(what, -1, Integer.MAX_VALUE);
        return number < 1 ? OptionalInt.empty() : OptionalInt.of(number);
    }

    private static void notKept(JsonBody json, String what) throws IOException {
        if (!json.isNull()) {
            throw json.wrong(what + " of schemas is not kept by this registry; leave it out");
        }
    }

    private static List<Schema.Reference> references(JsonBody json) throws IOException {
        List<Schema.Reference> references = new ArrayList<>();
        if (json.isNull()) {
            return references;
        }
        json.array("references", () -> {
            String[] names = {"", ""};
            int[] version = {0};
            json.object(
                    "a reference",
                    Map.of(
                            "name", () -> names[0] = json.text("name"),
                            "subject", () -> names[1] = json.text("subject"),
                            "version", () -> version[0] = (int) json.number("version", -1, Integer.MAX_VALUE)));
            references.add(new Schema.Reference(names[0], names[1], version[0]));
        });
        return references;
    }

    static SubjectConfig config(byte[] body) {
        return JsonBody.read(body, json -> {
            SubjectConfig[] config = {SubjectConfig.UNSET};
            json.object(
                    "the body",
                    Map.of(
                            "compatibility",
                            () -> config[0] = config[0].with(new SubjectConfig(
                                    Optional.of(Compatibility.parse(json.text("compatibility"))), Optional.empty())),
                            "normalize",
                            () -> config[0] = config[0].with(
                                    new SubjectConfig(Optional.empty(), Optional.of(json.bool("normalize"))))));
            return config[0];
        });
    }

    static SchemaMode mode(byte[] body) {
        return JsonBody.read(body, json -> {
            String[] mode = {""};
            json.object("the body", Map.of("mode", () -> mode[0] = json.text("mode")));
            return SchemaMode.parse(mode[0]);
        });
    }

    static void write(JsonGenerator out, RegisteredSchema registered) throws IOException {
        out.writeStartObject();
        out.writeStringField("subject", registered.subject());
        out.writeNumberField("version", registered.version());
        out.writeNumberField("id", registered.id());
        fields(out, registered.schema());
        if (registered.isDeleted()) {
            out.writeBooleanField("deleted", true);
        }
        out.writeEndObject();
    }

    /** What is the default is left out, as Confluent's registry does. */
    static void fields(JsonGenerator out, Schema schema) throws IOException {
        if (!schema.type().equals(Schema.AVRO)) {
            out.writeStringField("schemaType", schema.type());
        }
        if (!schema.references().isEmpty()) {
            out.writeArrayFieldStart("references");
            for (Schema.Reference reference : schema.references()) {
                out.writeStartObject();
                out.writeStringField("name", reference.name());
                out.writeStringField("subject", reference.subject());
                out.writeNumberField("version", reference.version());
                out.writeEndObject();
            }
            out.writeEndArray();
        }
        out.writeStringField("schema", schema.text());
    }

    static void write(JsonGenerator out, SubjectVersion version) throws IOException {
        out.writeStartObject();
        out.writeStringField("subject", version.subject());
        out.writeNumberField("version", version.version());
        out.writeEndObject();
    }

    /** Confluent reads settings under another name than it writes them. */
    static void write(JsonGenerator out, SubjectConfig config, String levelName) throws IOException {
        out.writeStartObject();
        if (config.normalize().isPresent()) {
            out.writeBooleanField("normalize", config.normalize().get());
        }
        if (config.compatibility().isPresent()) {
            out.writeStringField(levelName, config.compatibility().get().name());
        }
        out.writeEndObject();
    }
}
