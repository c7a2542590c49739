package io.github.bluegreen4j.journal.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A record, member by member. It is made by its own constructor: what the constructor refuses does not fit.
 *
 * @param <T> the record
 */
final class ObjectShape<T> implements Shape<T> {
    private final Class<T> type;
    private final MethodHandle make;
    private final List<Member> members;

    private ObjectShape(Class<T> type, MethodHandle make, List<Member> members) {
        this.type = type;
        this.make = make;
        this.members = members;
    }

    /**
     * The shape of a record.
     *
     * @param shapes the shapes of its components
     * @param components all its components, in the order in which they are written
     */
    static <T> ObjectShape<T> of(Shapes shapes, Class<T> type, String... components) {
        List<RecordComponent> all = List.of(type.getRecordComponents());
        List<String> names = all.stream().map(RecordComponent::getName).toList();
        List<Member> members = Arrays.stream(components)
                .filter(names::contains)
                .map(name -> Member.of(shapes, names.indexOf(name), all.get(names.indexOf(name))))
                .toList();
        if (members.stream().map(Member::position).distinct().count() != all.size()
                || components.length != all.size()) {
            throw new IllegalStateException(type + " has the components " + names + ", not " + List.of(components));
        }
        Class<?>[] types = all.stream().map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            MethodHandle make = MethodHandles.publicLookup()
                    .unreflectConstructor(type.getConstructor(types))
                    .asSpreader(Object[].class, types.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
            return new ObjectShape<>(type, make, members);
        } catch (ReflectiveOperationException notPublic) {
            throw new IllegalStateException(type + " has no public constructor of its components", notPublic);
        }
    }

    /** The same, but that component has another name in JSON. */
    ObjectShape<T> named(String component, String name) {
        return with(component, member -> member.named(name));
    }

    /** The same, but old journals do not have that component: there it is this. */
    ObjectShape<T> since(String component, Object ofOld) {
        return with(component, member -> member.since(ofOld, false));
    }

    /** The same, but that component is left out when it is that, as it always was in old journals. */
    ObjectShape<T> unless(String component, Object usual) {
        return with(component, member -> member.since(usual, true));
    }

    private ObjectShape<T> with(String component, UnaryOperator<Member> change) {
        List<Member> changed = members.stream()
                .map(member -> member.name().equals(component) ? change.apply(member) : member)
                .toList();
        if (changed.equals(members)) {
            throw new IllegalStateException(type + " has no component " + component);
        }
        return new ObjectShape<>(type, make, changed);
    }

    Class<T> type() {
        return type;
    }

    @Override
    public ObjectNode write(T value) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        writeInto(node, value);
        return node;
    }

    void writeInto(ObjectNode node, T value) {
        members.forEach(member -> member.write(value, node));
    }

    @Override
    public T read(Place place, JsonNode node) {
        if (!(node instanceof ObjectNode object)) {
            throw place.wanted("an object", node);
        }
        @Nullable Object[] components = new @Nullable Object[members.size()];
        for (Member member : members) {
            components[member.position()] = member.read(place, object);
        }
        try {
            return type.cast(call(() -> (Object) make.invokeExact(components)));
        } catch (IllegalArgumentException refused) {
            throw new MisfitException(place, String.valueOf(refused.getMessage()), refused);
        }
    }

    /** A constructor or an accessor of a record. */
    private interface Invocation {
        Object run() throws Throwable;
    }

    private static Object call(Invocation invocation) {
        try {
            return invocation.run();
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable checked) {
            throw new IllegalStateException("a record threw a checked exception", checked);
        }
    }

    /**
     * One component.
     *
     * @param position where it stands among the components
     * @param name its name in JSON, for ever
     * @param optional whether it is left out when there is nothing
     * @param ofOld what it is where it is missing; null when it must not be
     * @param omitted whether it is left out when it is that
     */
    private record Member(
            int position,
            String name,
            MethodHandle accessor,
            Shape<Object> shape,
            boolean optional,
            @Nullable Object ofOld,
            boolean omitted) {
        static Member of(Shapes shapes, int position, RecordComponent component) {
            Type type = component.getGenericType();
            boolean optional = component.getType() == Optional.class;
            try {
                MethodHandle accessor = MethodHandles.publicLookup()
                        .unreflect(component.getAccessor())
                        .asType(MethodType.methodType(Object.class, Object.class));
                Type written = optional ? ((ParameterizedType) type).getActualTypeArguments()[0] : type;
                return new Member(position, component.getName(), accessor, shapes.of(written), optional, null, false);
            } catch (IllegalAccessException notPublic) {
                throw new IllegalStateException(component + " is not public", notPublic);
            }
        }

        Member named(String other) {
            return new Member(position, other, accessor, shape, optional, ofOld, omitted);
        }

        Member since(Object old, boolean left) {
            return new Member(position, name, accessor, shape, optional, old, left);
        }

        void write(Object object, ObjectNode into) {
            Object value = call(() -> (Object) accessor.invokeExact(object));
            if (optional) {
                ((Optional<?>) value).ifPresent(there -> into.set(name, shape.write(there)));
            } else if (!omitted || !value.equals(ofOld)) {
                into.set(name, shape.write(value));
            }
        }

        Object read(Place place, ObjectNode from) {
            JsonNode node = from.get(name);
            if (node != null) {
                Object value = shape.read(place.member(name), node);
                return optional ? Optional.of(value) : value;
            }
            if (optional) {
                return Optional.empty();
            }
            if (ofOld == null) {
                throw new MisfitException(place.member(name), "it is missing");
            }
            return ofOld;
        }
    }
}
