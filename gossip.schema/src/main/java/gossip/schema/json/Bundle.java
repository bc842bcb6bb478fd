package gossip.schema.json;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gossip.api.schema.SchemaException;
import gossip.schema.format.Invalid;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Puts a schema and those that it refers to into one document without identifiers, where each reference is a pointer into
 * it. Used once, by one thread; recursion is as deep as the texts.
 */
final class Bundle {
    private static final String PREFIX = "gossip-";

    private final Draft draft;
    private final Map<String, JsonNode> documents = new LinkedHashMap<>();
    private final Map<String, String> pointers = new HashMap<>();

    Bundle(Draft draft, JsonNode root, Map<String, JsonNode> dependencies) {
        this.draft = draft;
        documents.put("", root);
        documents.putAll(dependencies);
    }

    JsonNode document() {
        int number = 0;
        Map<String, String> places = new LinkedHashMap<>();
        for (String name : documents.keySet()) {
            String place = name.isEmpty() ? "" : "/" + draft.definitions() + "/" + PREFIX + number;
            number++;
            places.put(name, place);
            pointers.putIfAbsent(name, place);
        }
        documents.forEach((name, tree) ->
                index(tree, new Place(places.getOrDefault(name, ""), name), places.getOrDefault(name, "")));
        JsonNode root = copy(documents.getOrDefault("", JsonNodeFactory.instance.objectNode()), new Place("", ""), "");
        if (documents.size() > 1 && root instanceof ObjectNode object) {
            ObjectNode definitions = object.path(draft.definitions()) instanceof ObjectNode present
                    ? present
                    : object.putObject(draft.definitions());
            places.forEach((name, place) -> {
                if (!name.isEmpty()) {
                    definitions.set(
                            place.substring(place.lastIndexOf('/') + 1),
                            copy(documents.getOrDefault(name, object), new Place(place, name), place));
                }
            });
        }
        return root;
    }

    /**
     * Where a reference is resolved from.
     *
     * @param pointer place of the schema with the nearest identifier
     * @param base its identifier
     */
    private record Place(String pointer, String base) {}

    /** Notes identifiers and anchors. */
    private void index(JsonNode node, Place place, String pointer) {
        if (node.isArray()) {
            int position = 0;
            for (JsonNode element : node) {
                index(element, place, pointer + "/" + position++);
            }
            return;
        }
        Place inner = enter(node, place, pointer);
        String anchor = node.path("$anchor").asText("");
        if (!anchor.isEmpty()) {
            pointers.putIfAbsent(inner.base() + "#" + anchor, pointer);
        }
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            String child = pointer + "/" + escape(property.getKey());
            if (Keywords.isMap(property.getKey(), property.getValue())) {
                property.getValue()
                        .properties()
                        .forEach(entry -> index(entry.getValue(), inner, child + "/" + escape(entry.getKey())));
            } else if (!Keywords.DATA.contains(property.getKey())
                    && property.getValue().isContainerNode()) {
                index(property.getValue(), inner, child);
            }
        }
    }

    private Place enter(JsonNode node, Place place, String pointer) {
        JsonNode id = node.path(draft.idKeyword());
        if (!id.isTextual() || id.textValue().isEmpty()) {
            return place;
        }
        if (id.textValue().startsWith("#")) {
            pointers.putIfAbsent(place.base() + id.textValue(), pointer);
            return place;
        }
        String base = withoutFragment(resolve(place.base(), id.textValue()));
        pointers.putIfAbsent(base, pointer);
        pointers.putIfAbsent(withoutFragment(id.textValue()), pointer);
        return new Place(pointer, base);
    }

    private JsonNode copy(JsonNode node, Place place, String pointer) {
        if (node.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode(node.size());
            int position = 0;
            for (JsonNode element : node) {
                array.add(copy(element, place, pointer + "/" + position++));
            }
            return array;
        }
        if (!node.isObject()) {
            return node;
        }
        Place inner = enter(node, place, pointer);
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            String key = property.getKey();
            JsonNode value = property.getValue();
            if (key.equals("$ref") && value.isTextual()) {
                object.put(key, reference(value.textValue(), inner));
            } else if (Keywords.isMap(key, value)) {
                object.set(key, copyMap(value, inner, pointer + "/" + escape(key)));
            } else if (!isIdentifier(key, value, pointer)) {
                object.set(key, Keywords.DATA.contains(key) ? value : copy(value, inner, pointer + "/" + escape(key)));
            }
        }
        return object;
    }

    private ObjectNode copyMap(JsonNode map, Place place, String pointer) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> entry : map.properties()) {
            object.set(entry.getKey(), copy(entry.getValue(), place, pointer + "/" + escape(entry.getKey())));
        }
        return object;
    }

    private boolean isIdentifier(String key, JsonNode value, String pointer) {
        return value.isTextual()
                && (key.equals(draft.idKeyword())
                        || key.equals("$anchor")
                        || key.equals("$schema") && !pointer.isEmpty());
    }

    private String reference(String reference, Place place) {
        if (Draft.isMeta(reference)) {
            return reference;
        }
        int hash = reference.indexOf('#');
        String document = hash < 0 ? reference : reference.substring(0, hash);
        String fragment = hash < 0 ? "" : decoded(reference.substring(hash + 1), reference);
        String base = document.isEmpty() ? place.base() : resolve(place.base(), document);
        if (!fragment.isEmpty() && !fragment.startsWith("/")) {
            String anchored = pointers.get(base + "#" + fragment);
            if (anchored == null) {
                throw nowhere(reference);
            }
            return "#" + anchored;
        }
        String target = document.isEmpty() ? place.pointer() : pointers.getOrDefault(document, pointers.get(base));
        if (target == null) {
            throw nowhere(reference);
        }
        return "#" + target + fragment;
    }

    static SchemaException nowhere(String reference) {
        return Invalid.because("The $ref '" + (reference.length() > 200 ? reference.substring(0, 200) : reference)
                + "' leads nowhere. Schemas are never fetched from elsewhere: register the other one and name it among"
                + " the references, with the name by which the $ref calls it");
    }

    private static String decoded(String fragment, String reference) {
        try {
            String decoded = new URI("#" + fragment).getFragment();
            JsonPointer.compile(decoded.startsWith("/") ? decoded : "");
            return decoded;
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw nowhere(reference);
        }
    }

    private static String resolve(String base, String reference) {
        try {
            return base.isEmpty() ? reference : new URI(base).resolve(reference).toString();
        } catch (URISyntaxException | IllegalArgumentException e) {
            return reference;
        }
    }

    private static String withoutFragment(String uri) {
        int hash = uri.indexOf('#');
        return hash < 0 ? uri : uri.substring(0, hash);
    }

    private static String escape(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
