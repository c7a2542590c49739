package io.github.bluegreen4j.testkit.explorer;

import java.util.List;

/**
 * What happened, for those who read a path.
 *
 * @param verb what
 * @param about to whom
 */
record Move(String verb, List<?> about) {
    static Move of(String verb, Object... about) {
        return new Move(verb, List.of(about));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(verb);
        about.forEach(thing -> text.append(' ').append(thing));
        return text.toString();
    }
}
