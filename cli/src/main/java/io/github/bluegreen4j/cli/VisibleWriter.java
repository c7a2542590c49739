package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.model.Given;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;

/**
 * Writes what people read. Whatever could drive a terminal or change the order of the text is shown escaped; only line breaks and tabs are
 * written as they are. A text from outside that must stay in its line has to be made {@linkplain Given#visible visible} before.
 * JSON stays the same JSON: the escapes are JSON's own.
 */
final class VisibleWriter extends Writer {
    private final Writer out;

    private VisibleWriter(Writer out) {
        this.out = out;
    }

    /** Prints to that writer. */
    static PrintWriter over(PrintWriter out) {
        return new PrintWriter(new VisibleWriter(out), true);
    }

    /** The text as this writer would write it. */
    static String visible(String text) {
        StringWriter visible = new StringWriter();
        over(new PrintWriter(visible)).append(text).flush();
        return visible.toString();
    }

    @Override
    public void write(char[] text, int from, int length) throws IOException {
        int done = from;
        for (int at = from; at < from + length; at++) {
            boolean endsLine = text[at] == '\n' || (text[at] == '\r' && isFollowedByLineFeed(text, at, from + length));
            if (endsLine || text[at] == '\t') {
                out.write(Given.visible(new String(text, done, at - done)));
                out.write(text[at]);
                done = at + 1;
            }
        }
        out.write(Given.visible(new String(text, done, from + length - done)));
    }

    /** The line ends of Windows. */
    private static boolean isFollowedByLineFeed(char[] text, int at, int end) {
        return at + 1 < end && text[at + 1] == '\n' && System.lineSeparator().equals("\r\n");
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
