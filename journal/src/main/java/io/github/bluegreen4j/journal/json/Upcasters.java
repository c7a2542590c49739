package io.github.bluegreen4j.journal.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Makes today's events of yesterday's. Every type of event begins in version 1; each upcaster of the type makes the next
 * version of the one before, in the JSON itself, so that only the newest version has to have a class. The version is the
 * member {@code "v"}, left out where it is 1.
 *
 * <p>A member that was added, and has a value for old journals, needs none: {@link ObjectShape#since}.
 */
final class Upcasters {
    private static final String VERSION = "v";

    private final Map<String, List<Consumer<ObjectNode>>> steps;

    private Upcasters(Map<String, List<Consumer<ObjectNode>>> steps) {
        this.steps = steps;
    }

    /** Those of all journals so far: every type is in its first version. */
    static Upcasters all() {
        return new Upcasters(Map.of());
    }

    /** The same, and the next version of that type is made like this of its newest one so far. */
    Upcasters with(String type, Consumer<ObjectNode> step) {
        Map<String, List<Consumer<ObjectNode>>> more = new LinkedHashMap<>(steps);
        List<Consumer<ObjectNode>> ofType = new ArrayList<>(more.getOrDefault(type, List.of()));
        ofType.add(step);
        more.put(type, List.copyOf(ofType));
        return new Upcasters(Map.copyOf(more));
    }

    /** Says in which version an event of that type was written: the newest. */
    void stamp(ObjectNode event) {
        int newest = newest(event.get(Choice.TYPE).textValue());
        if (newest > 1) {
            event.put(VERSION, newest);
        }
    }

    private int newest(String type) {
        return 1 + steps.getOrDefault(type, List.of()).size();
    }

    /** Brings an event to the newest version of its type. */
    void lift(ObjectNode event) {
        JsonNode type = event.path(Choice.TYPE);
        if (!type.isTextual()) {
            return; // the reader says so
        }
        JsonNode version = event.has(VERSION) ? event.get(VERSION) : IntNode.valueOf(1);
        Place place = Place.TOP.member(VERSION);
        if (!version.isInt() || version.intValue() < 1) {
            throw place.wanted("the version of an event, 1 or more", version);
        }
        int newest = newest(type.textValue());
        if (version.intValue() > newest) {
            throw new MisfitException(
                    place,
                    type + " is of version " + version + ", and this bluegreen4j knows versions up to " + newest
                            + ": it was written by a newer one; use that one");
        }
        List<Consumer<ObjectNode>> ofType = steps.getOrDefault(type.textValue(), List.of());
        for (int from = version.intValue(); from < newest; from++) {
            ofType.get(from - 1).accept(event);
        }
    }
}
