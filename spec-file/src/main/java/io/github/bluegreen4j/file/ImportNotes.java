package io.github.bluegreen4j.file;

import io.github.bluegreen4j.model.InvalidSpecException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** What an import has to say, each with the line of the source; and the variables that it leaves to the user. */
final class ImportNotes {
    /** Stands before a variable until the file is printed, since the source may have the same characters as text. */
    private static final char MARK = '\uE001';

    private static final Pattern MARKED = Pattern.compile(MARK + "\\{([A-Za-z0-9_]+)\\}");

    private final SourceDocument document;
    private final UnaryOperator<String> path;
    private final List<Note> notes = new ArrayList<>();

    /**
     * One note.
     *
     * @param variable the variable that it tells of; empty if it tells of none
     */
    private record Note(String text, String variable) {}

    /**
     * Notes about one source.
     *
     * @param path where in the source a field of the service is
     */
    ImportNotes(SourceDocument document, UnaryOperator<String> path) {
        this.document = document;
        this.path = path;
    }

    /** The text of a variable, whose name is made of that. */
    static String variable(String name) {
        String fit = name.replaceAll("[^A-Za-z0-9_]+", "_").replaceAll("^_+|_+$", "");
        boolean isName = !fit.isEmpty() && !Character.isDigit(fit.charAt(0));
        return MARK + "{" + (isName ? fit : "V_" + fit) + "}";
    }

    /** The names of all variables in a text. */
    static Set<String> variables(String text) {
        Set<String> names = new TreeSet<>();
        MARKED.matcher(text).results().forEach(found -> names.add(found.group(1)));
        return names;
    }

    /** As a file has it: a variable as one, and what looks like one as text. */
    static String inFile(String text) {
        return Variables.escaped(text).replace(MARK + "{", "${");
    }

    void add(String field, String what) {
        addAt(path.apply(field), what);
    }

    void addAt(String place, String what) {
        notes.add(new Note(document.place(place) + ": " + what, ""));
    }

    /** Says that somebody has to set a variable; not told if the file has no use for it. */
    void needs(String place, String why, String marked, String toWhat) {
        String name = variables(marked).iterator().next();
        notes.add(new Note(document.place(place) + ": " + why + "; set the variable " + name + toWhat, name));
    }

    void missing(String field, String variable, String why) {
        needs(path.apply(field), why, variable(variable), ", or write it into the file");
    }

    InvalidSpecException.Fault fault(String field, String value, String allowed) {
        return document.fault(path.apply(field), value, "can't be carried over", allowed);
    }

    /** All notes about what is in the file. */
    List<String> all(Set<String> used) {
        return notes.stream()
                .filter(note -> note.variable().isEmpty() || used.contains(note.variable()))
                .map(Note::text)
                .distinct()
                .toList();
    }
}
