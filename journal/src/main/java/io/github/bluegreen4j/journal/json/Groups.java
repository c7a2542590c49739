package io.github.bluegreen4j.journal.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The shapes of lists, sets and maps. The order is kept. */
final class Groups {
    private Groups() {}

    /** An array. */
    static <T> Shape<List<T>> list(Shape<T> shape) {
        return new Shape<>() {
            @Override
            public JsonNode write(List<T> values) {
                ArrayNode array = JsonNodeFactory.instance.arrayNode();
                values.forEach(value -> array.add(shape.write(value)));
                return array;
            }

            @Override
            public List<T> read(Place place, JsonNode node) {
                if (!node.isArray()) {
                    throw place.wanted("a list", node);
                }
                List<T> values = new ArrayList<>(node.size());
                for (JsonNode element : node) {
                    values.add(shape.read(place.element(values.size()), element));
                }
                return Collections.unmodifiableList(values);
            }
        };
    }

    /** An array in which nothing is twice. */
    static <T> Shape<Set<T>> set(Shape<T> shape) {
        Shape<List<T>> list = list(shape);
        return new Shape<>() {
            @Override
            public JsonNode write(Set<T> values) {
                return list.write(new ArrayList<>(values));
            }

            @Override
            public Set<T> read(Place place, JsonNode node) {
                List<T> values = list.read(place, node);
                Set<T> distinct = new LinkedHashSet<>(values);
                if (distinct.size() < values.size()) {
                    throw place.wanted("a list in which nothing is twice", node);
                }
                return Collections.unmodifiableSet(distinct);
            }
        };
    }

    /** An object whose members are the entries: for keys that are written as a text. */
    static <K, V> Shape<Map<K, V>> map(Shape<K> key, Shape<V> shape) {
        return new Shape<>() {
            @Override
            public JsonNode write(Map<K, V> values) {
                ObjectNode object = JsonNodeFactory.instance.objectNode();
                values.forEach((name, value) ->
                        object.set(FieldNames.written(key.write(name).textValue()), shape.write(value)));
                return object;
            }

            @Override
            public Map<K, V> read(Place place, JsonNode node) {
                if (!node.isObject()) {
                    throw place.wanted("an object", node);
                }
                Map<K, V> values = new LinkedHashMap<>();
                for (Map.Entry<String, JsonNode> entry : node.properties()) {
                    Place at = place.member(entry.getKey());
                    String name = FieldNames.read(at, entry.getKey());
                    values.put(key.read(at, TextNode.valueOf(name)), shape.read(at, entry.getValue()));
                }
                return Collections.unmodifiableMap(values);
            }
        };
    }
}
