package io.github.bluegreen4j.journal.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * One of several kinds of object, told apart by the member {@code "type"}, which comes first.
 *
 * @param <T> what they have in common
 */
final class Choice<T> implements Shape<T> {
    static final String TYPE = "type";

    private final String what;
    private final Map<String, ObjectShape<? extends T>> shapes = new LinkedHashMap<>();
    private final Map<Class<?>, String> names = new LinkedHashMap<>();

    /** @param what it is called when a name is not known: {@code "an event"} */
    Choice(String what) {
        this.what = what;
    }

    /** Adds a kind under its name. */
    Choice<T> or(String name, ObjectShape<? extends T> shape) {
        if (shapes.putIfAbsent(name, shape) != null || names.putIfAbsent(shape.type(), name) != null) {
            throw new IllegalStateException(name + " or " + shape.type() + " is there twice");
        }
        return this;
    }

    /** The kinds that have a name. */
    Set<Class<?>> types() {
        return names.keySet();
    }

    @Override
    public ObjectNode write(T value) {
        String name = names.get(value.getClass());
        ObjectShape<? extends T> shape = name == null ? null : shapes.get(name);
        if (shape == null) {
            throw new IllegalStateException(value.getClass() + " has no name in the journal");
        }
        ObjectNode node = JsonNodeFactory.instance.objectNode().put(TYPE, name);
        writeInto(node, shape, value);
        return node;
    }

    /** The names lead to the shape of the value's own class. */
    @SuppressWarnings("unchecked")
    private static <S> void writeInto(ObjectNode node, ObjectShape<S> shape, Object value) {
        shape.writeInto(node, (S) value);
    }

    @Override
    public T read(Place place, JsonNode node) {
        JsonNode type = node.get(TYPE);
        if (type == null || !type.isTextual()) {
            throw place.member(TYPE).wanted("the name of " + what, type);
        }
        ObjectShape<? extends T> shape = shapes.get(type.textValue());
        if (shape == null) {
            throw place.member(TYPE)
                    .wanted("the name of " + what + " known here; a newer version of bluegreen4j may know it", type);
        }
        return shape.read(place, node);
    }
}
