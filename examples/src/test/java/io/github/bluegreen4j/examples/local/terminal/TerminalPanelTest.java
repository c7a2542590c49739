package io.github.bluegreen4j.examples.local.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jline.terminal.Size;
import org.jline.utils.ScreenTerminal;
import org.junit.jupiter.api.Test;

/** What a person sees in the terminal. */
class TerminalPanelTest {
    private final ScreenTerminal.VirtualTerminal virtual = open();
    private final TerminalPanel panel = new TerminalPanel(virtual.terminal());

    private static ScreenTerminal.VirtualTerminal open() {
        try {
            return ScreenTerminal.withTerminal("test", "xterm", 20, 6);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** The lines on the screen, without the empty ones at its end. */
    private List<String> screen() {
        int columns = virtual.screen().getColumns();
        long[] cells = new long[columns * virtual.screen().getRows()];
        virtual.screen().dump(cells, null);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            int point = ScreenTerminal.cellCodePoint(cells[i]);
            text.append(point == 0 ? " " : Character.toString(point));
            text.append((i + 1) % columns == 0 ? "\n" : "");
        }
        return Arrays.asList(
                text.toString().stripTrailing().replaceAll(" +\n", "\n").split("\n", -1));
    }

    @Test
    void thePanelIsRedrawnInPlaceAndStaysUnderWhatIsPrinted() {
        panel.print("one");
        panel.show(List.of("weights 0", "waits"));
        assertThat(screen()).containsExactly("one", "weights 0", "waits");

        panel.show(List.of("weights 100"));
        panel.print("two");
        assertThat(screen()).containsExactly("one", "two", "weights 100");
    }

    @Test
    void whatIsPrintedScrollsAwayAndThePanelDoesNot() {
        panel.show(List.of("panel", "of two"));
        for (String line : List.of("1", "2", "3", "4", "5", "6")) {
            panel.print(line);
        }
        assertThat(screen()).containsExactly("4", "5", "6", "panel", "of two");
    }

    @Test
    void theLastPanelIsLeftBehindAndWhatFollowsIsUnderIt() {
        panel.show(List.of("running"));
        panel.show(List.of("the end"));
        panel.settle();
        panel.print("exit code 0");
        panel.show(List.of("another"));
        assertThat(screen()).containsExactly("the end", "exit code 0", "another");
    }

    @Test
    void aLineThatDoesNotFitIsCutAndTheWidthFollowsTheTerminal() {
        String wide = "0123456789012345678901234567890";
        panel.show(List.of(wide, "end"));
        assertThat(screen()).containsExactly(wide.substring(0, 19), "end");
        assertThat(panel.width()).isEqualTo(20);

        virtual.terminal().setSize(Size.of(40, 6));
        assertThat(panel.width()).isEqualTo(40);
    }

    @Test
    void aPanelThatIsHigherThanTheTerminalIsCut() {
        panel.show(List.of("1", "2", "3", "4", "5", "6", "7"));
        panel.show(List.of("a", "b", "c", "d", "e", "f", "g"));
        assertThat(screen()).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void aTerminalThatIsClosedMeanwhileKeepsNobodyFromWriting() throws IOException {
        List<String> written = new ArrayList<>();
        panel.show(List.of("running"));
        virtual.terminal().close();

        panel.aside(() -> written.add("interrupted"));
        panel.show(List.of("still running"));
        panel.close();

        assertThat(written).containsExactly("interrupted");
        assertThat(screen()).containsExactly("running");
    }
}
