package io.github.bluegreen4j.journal.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * An object, member by member, made by its own constructor: what the constructor refuses does not fit.
 *
 * @param <T> the kind of object
 */
final class ObjectShape<T> implements Shape<T> {
    private final Class<T> type;
    private final List<Member<T, ?>> members;
    private final Function<Source<T>, T> make;

    private ObjectShape(Class<T> type, List<Member<T, ?>> members, Function<Source<T>, T> make) {
        this.type = type;
        this.members = members;
        this.make = make;
    }

    /** What an object is read from. */
    record Source<T>(Place place, ObjectNode node) {
        <V> V get(Member<T, V> member) {
            return member.read(place, node);
        }
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
        try {
            return make.apply(new Source<>(place, object));
        } catch (IllegalArgumentException refused) {
            throw new MisfitException(place, String.valueOf(refused.getMessage()), refused);
        }
    }

    /** Makes an object of three members. */
    interface Make3<A, B, C, T> {
        T make(A a, B b, C c);
    }

    /** Makes an object of four members. */
    interface Make4<A, B, C, D, T> {
        T make(A a, B b, C c, D d);
    }

    /** Makes an object of five members. */
    interface Make5<A, B, C, D, E, T> {
        T make(A a, B b, C c, D d, E e);
    }

    /** Makes an object of six members. */
    interface Make6<A, B, C, D, E, F, T> {
        T make(A a, B b, C c, D d, E e, F f);
    }

    static <T> ObjectShape<T> of(Class<T> type, Supplier<T> make) {
        return new ObjectShape<>(type, List.of(), in -> make.get());
    }

    static <T, A> ObjectShape<T> of(Class<T> type, Function<A, T> make, Member<T, A> a) {
        return new ObjectShape<>(type, List.of(a), in -> make.apply(in.get(a)));
    }

    static <T, A, B> ObjectShape<T> of(Class<T> type, BiFunction<A, B, T> make, Member<T, A> a, Member<T, B> b) {
        return new ObjectShape<>(type, List.of(a, b), in -> make.apply(in.get(a), in.get(b)));
    }

    static <T, A, B, C> ObjectShape<T> of(
            Class<T> type, Make3<A, B, C, T> make, Member<T, A> a, Member<T, B> b, Member<T, C> c) {
        return new ObjectShape<>(type, List.of(a, b, c), in -> make.make(in.get(a), in.get(b), in.get(c)));
    }

    static <T, A, B, C, D> ObjectShape<T> of(
            Class<T> type, Make4<A, B, C, D, T> make, Member<T, A> a, Member<T, B> b, Member<T, C> c, Member<T, D> d) {
        return new ObjectShape<>(
                type, List.of(a, b, c, d), in -> make.make(in.get(a), in.get(b), in.get(c), in.get(d)));
    }

    static <T, A, B, C, D, E> ObjectShape<T> of(
            Class<T> type,
            Make5<A, B, C, D, E, T> make,
            Member<T, A> a,
            Member<T, B> b,
            Member<T, C> c,
            Member<T, D> d,
            Member<T, E> e) {
        return new ObjectShape<>(
                type, List.of(a, b, c, d, e), in -> make.make(in.get(a), in.get(b), in.get(c), in.get(d), in.get(e)));
    }

    static <T, A, B, C, D, E, F> ObjectShape<T> of(
            Class<T> type,
            Make6<A, B, C, D, E, F, T> make,
            Member<T, A> a,
            Member<T, B> b,
            Member<T, C> c,
            Member<T, D> d,
            Member<T, E> e,
            Member<T, F> f) {
        return new ObjectShape<>(
                type,
                List.of(a, b, c, d, e, f),
                in -> make.make(in.get(a), in.get(b), in.get(c), in.get(d), in.get(e), in.get(f)));
    }

    /** An object of more members than that. */
    static <T> ObjectShape<T> of(Class<T> type, Function<Source<T>, T> make, List<Member<T, ?>> members) {
        return new ObjectShape<>(type, members, make);
    }
}
