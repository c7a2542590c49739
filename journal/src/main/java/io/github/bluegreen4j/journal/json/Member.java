package io.github.bluegreen4j.journal.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One member of an object: its name in JSON, for ever, and where it comes from.
 *
 * @param <T> the object
 * @param <V> the member
 */
interface Member<T, V> {
    void write(T object, ObjectNode into);

    V read(Place place, ObjectNode from);

    /** A member that is always there. */
    static <T, V> Member<T, V> member(String name, Shape<V> shape, Function<T, V> getter) {
        return new Given<>(name, shape, getter, null);
    }

    /** A member that is left out when there is nothing. */
    static <T, V> Member<T, Optional<V>> optional(String name, Shape<V> shape, Function<T, Optional<V>> getter) {
        return new Possible<>(name, shape, getter);
    }

    /** A member that old journals do not have: there it is this. */
    static <T, V> Member<T, V> since(String name, Shape<V> shape, Function<T, V> getter, V ofOld) {
        return new Given<>(name, shape, getter, ofOld);
    }

    /** A member that is left out when it is that, as it always was in old journals. */
    static <T, V> Member<T, V> unless(String name, Shape<V> shape, Function<T, V> getter, V usual) {
        Member<T, V> given = new Given<>(name, shape, getter, usual);
        return new Member<>() {
            @Override
            public void write(T object, ObjectNode into) {
                if (!usual.equals(getter.apply(object))) {
                    given.write(object, into);
                }
            }

            @Override
            public V read(Place place, ObjectNode from) {
                return given.read(place, from);
            }
        };
    }

    /**
     * A member that is there, or reads as something else.
     *
     * @param ofOld what it is where it is missing; null when it must not be
     */
    record Given<T, V>(
            String name,
            Shape<V> shape,
            Function<T, V> getter,
            @Nullable V ofOld) implements Member<T, V> {
        @Override
        public void write(T object, ObjectNode into) {
            into.set(name, shape.write(getter.apply(object)));
        }

        @Override
        public V read(Place place, ObjectNode from) {
            JsonNode node = from.get(name);
            if (node == null && ofOld != null) {
                return ofOld;
            }
            if (node == null) {
                throw new MisfitException(place.member(name), "it is missing");
            }
            return shape.read(place.member(name), node);
        }
    }

    /** A member that may be missing. */
    record Possible<T, V>(String name, Shape<V> shape, Function<T, Optional<V>> getter)
            implements Member<T, Optional<V>> {
        @Override
        public void write(T object, ObjectNode into) {
            getter.apply(object).ifPresent(value -> into.set(name, shape.write(value)));
        }

        @Override
        public Optional<V> read(Place place, ObjectNode from) {
            JsonNode node = from.get(name);
            return node == null ? Optional.empty() : Optional.of(shape.read(place.member(name), node));
        }
    }
}
