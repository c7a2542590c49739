package io.github.bluegreen4j.journal.json;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The shape of each type. Enums, and lists, sets and maps of types that have a shape, have one too. */
final class Shapes {
    private final Map<Class<?>, Shape<?>> byType = new HashMap<>();

    <T> void add(Class<T> type, Shape<? extends T> shape) {
        if (byType.putIfAbsent(type, shape) != null) {
            throw new IllegalStateException(type + " is there twice");
        }
    }

    Map<Class<?>, Shape<?>> byType() {
        return Collections.unmodifiableMap(byType);
    }

    /** {@return the shape of a type} It writes and reads values of that type only. */
    @SuppressWarnings("unchecked")
    Shape<Object> of(Type type) {
        return (Shape<Object>) found(type);
    }

    private Shape<?> found(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            if (generic.getRawType() == List.class) {
                return Groups.list(of(arguments[0]));
            }
            if (generic.getRawType() == Set.class) {
                return Groups.set(of(arguments[0]));
            }
            if (generic.getRawType() == Map.class) {
                return Groups.map(of(arguments[0]), of(arguments[1]));
            }
            if (generic.getRawType() == SortedMap.class) {
                return Scalars.<Map<Object, Object>, SortedMap<Object, Object>>made(
                        Groups.map(of(arguments[0]), of(arguments[1])), TreeMap::new, sorted -> sorted);
            }
        }
        Shape<?> shape = type instanceof Class<?> plain && plain.isEnum() ? Scalars.word(plain) : byType.get(type);
        if (shape == null) {
            throw new IllegalStateException(type + " has no shape in the journal");
        }
        return shape;
    }
}
