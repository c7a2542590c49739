package io.github.bluegreen4j.journal.json;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Where in an object something is read. Put into words only when something is wrong there, which is seldom. */
record Place(@Nullable Place within, String name) {
    private static final int MOST_SHOWN = 60;

    /** The whole. */
    static final Place TOP = new Place(null, "");

    Place member(String member) {
        return new Place(this, member);
    }

    Place element(int index) {
        return new Place(this, "[" + index + "]");
    }

    /** What is there is not what it has to be. */
    MisfitException wanted(String what, @Nullable JsonNode found) {
        return new MisfitException(this, found == null ? "nothing" : shown(found), "is not " + what);
    }

    private static String shown(JsonNode node) {
        String text = node.toString();
        return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "...";
    }

    /** {@code reading.split.group-a}, for example; empty for the whole. */
    @Override
    public String toString() {
        if (within == null) {
            return name;
        }
        String before = within.toString();
        return before + (before.isEmpty() || name.startsWith("[") ? "" : ".") + name;
    }
}
