package io.github.bluegreen4j.examples.local.terminal;

import java.io.Closeable;
import java.io.Console;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;

/**
 * Lines at the bottom of a terminal, which are redrawn in place; what is printed scrolls away above them. The size of the terminal may
 * change at any time. Safe for several threads.
 */
public final class TerminalPanel implements Closeable {
    private final Terminal terminal;
    private Display display;
    private List<String> lines = List.of();
    private boolean closed;

    TerminalPanel(Terminal terminal) {
        this.terminal = terminal;
        this.display = new Display(terminal, false);
    }

    /** A panel in the terminal of this process; empty where none can be drawn. */
    public static Optional<TerminalPanel> open() {
        if (!isPossible()) {
            return Optional.empty();
        }
        try {
            // Signals stay the JVM's: its shutdown hooks have to run.
            return Optional.of(new TerminalPanel(TerminalBuilder.builder()
                    .system(true)
                    .dumb(false)
                    .nativeSignals(false)
                    .graphemeCluster(false) // asking for it needs an answer from the terminal
                    .build()));
        } catch (IOException | IllegalStateException none) {
            return Optional.empty();
        }
    }

    /** How many characters fit into a line of the terminal of this process; empty where there is none. */
    public static Optional<Integer> terminalWidth() {
        return open().map(panel -> {
            int width = panel.width();
            try {
                panel.close();
            } catch (IOException gone) {
                // It was not drawn in.
            }
            return width;
        });
    }

    /** Whether somebody sees in a terminal what this process writes, and the terminal understands escape sequences. */
    public static boolean isPossible() {
        String kind = System.getenv("TERM");
        return isTerminal() && kind != null && !kind.equals("dumb");
    }

    /** Until JDK 21 there is a console only in a terminal; from JDK 22 on there always is one, which says where it is. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException olderJdk) {
            return true;
        }
    }

    /** How many characters fit into a line now. */
    public int width() {
        return size().getColumns();
    }

    /** Prints a line, or several, above the panel. */
    public synchronized void print(String text) {
        aside(() -> {
            if (closed) {
                System.out.println(text);
            } else {
                terminal.writer().println(text);
                terminal.writer().flush();
            }
        });
    }

    /** Writes into the terminal by other means, above the panel; has to end its last line. */
    public synchronized void aside(Runnable writing) {
        draw(List.of());
        writing.run();
        draw(lines);
    }

    /** Shows these lines, which may have colors, instead of those before. What does not fit is cut. */
    public synchronized void show(List<String> now) {
        lines = List.copyOf(now);
        draw(lines);
    }

    /** Leaves the panel where it is: the next text is under it, and the next panel is another one. */
    public synchronized void settle() {
        lines = List.of();
        display = new Display(terminal, false); // which takes the cursor's line for its first
    }

    private void draw(List<String> shown) {
        if (closed) {
            return;
        }
        try {
            drawOpen(shown);
        } catch (IllegalStateException gone) {
            // JLine closes its terminals when the process is told to end; others still have something to say.
            closed = true;
        }
    }

    private void drawOpen(List<String> shown) {
        Size size = size();
        display.resize(size);
        List<AttributedString> drawn = new ArrayList<>();
        shown.stream()
                .limit(size.getRows() - 1L)
                .map(line -> cut(AttributedString.fromAnsi(line), size.getColumns() - 1))
                .forEach(drawn::add);
        if (!drawn.isEmpty()) {
            drawn.add(AttributedString.EMPTY); // the cursor waits under the panel, should this process die
        }
        display.update(drawn, size.cursorPos(Math.max(0, drawn.size() - 1), 0));
    }

    private static AttributedString cut(AttributedString line, int columns) {
        return line.columnLength() <= columns ? line : line.columnSubSequence(0, columns);
    }

    /** A terminal that does not know its size has the usual one. */
    private Size size() {
        Size size = terminal.getSize();
        return size.getColumns() > 1 && size.getRows() > 1 ? size : Size.of(80, 24);
    }

    /** Leaves the panel, and gives the terminal back as it was. What is printed later is printed, what is shown later is not. */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        terminal.close();
    }
}
