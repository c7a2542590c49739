package io.github.bluegreen4j.journal.json;

/**
 * The names of members that are anybody's choice. Half of a pair of surrogates can be written as a value in ASCII, and no parser
 * reads it as a name: there it stands as a character of the private use area with four digits, and so does that character itself.
 */
final class FieldNames {
    private static final char MARK = '\uE000';
    private static final int DIGITS = 4;

    private FieldNames() {}

    static String written(String name) {
        StringBuilder out = null;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean pair = isPair(name, i);
            boolean marked = c == MARK || (Character.isSurrogate(c) && !pair);
            if (marked && out == null) {
                out = new StringBuilder(name.substring(0, i));
            }
            if (out != null) {
                out.append(marked ? MARK + String.format("%04x", (int) c) : pair ? name.substring(i, i + 2) : c);
            }
            if (pair) {
                i++;
            }
        }
        return out == null ? name : out.toString();
    }

    private static boolean isPair(String name, int at) {
        return Character.isHighSurrogate(name.charAt(at))
                && at + 1 < name.length()
                && Character.isLowSurrogate(name.charAt(at + 1));
    }

    /** @throws MisfitException when a mark is not followed by its digits */
    static String read(Place place, String written) {
        if (written.indexOf(MARK) < 0) {
            return written;
        }
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c == MARK) {
                name.append(marked(place, written, i + 1));
                i += DIGITS;
            } else {
                name.append(c);
            }
        }
        return name.toString();
    }

    private static char marked(Place place, String written, int from) {
        try {
            return (char) Integer.parseInt(written.substring(from, from + DIGITS), 16);
        } catch (IndexOutOfBoundsException | NumberFormatException wrong) {
            throw new MisfitException(place, "a name with a mark and no four digits behind it", wrong);
        }
    }
}
