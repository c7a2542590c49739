package io.github.bluegreen4j.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.workflow.state.Node;
import io.github.bluegreen4j.workflow.state.StageGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The diagram in the documentation is drawn from the stage graph. */
class HowItWorksTest {
    private static final Path PAGE = Path.of("..", "docs", "how-it-works.md");
    private static final String BEGIN = "<!-- stage graph: generated, -Ddocs.update=true writes it anew -->\n";
    private static final String END = "<!-- end of stage graph -->";

    @Test
    void theDiagramIsTheStageGraph() throws IOException {
        String page = Files.readString(PAGE).replace("\r\n", "\n");
        int from = page.indexOf(BEGIN) + BEGIN.length();
        int to = page.indexOf(END);
        assertThat(from).as("begin of the diagram").isGreaterThan(BEGIN.length());
        assertThat(to).as("end of the diagram").isGreaterThanOrEqualTo(from);
        String current = page.substring(0, from) + diagram() + page.substring(to);
        if (Boolean.getBoolean("docs.update")) {
            Files.writeString(PAGE, current);
        }
        assertThat(Files.readString(PAGE).replace("\r\n", "\n"))
                .as("docs/how-it-works.md, written anew by: mvn -pl core test -Dtest=HowItWorksTest -Ddocs.update=true")
                .isEqualTo(current);
    }

    private static String diagram() {
        String lines = StageGraph.EDGES.stream()
                .filter(edge -> edge.from() != Node.NOT_STARTED)
                .filter(edge -> !isShortcut(edge))
                .map(edge -> "    " + edge.from() + " --> " + edge.to() + ": " + edge.opens() + "\n")
                .collect(Collectors.joining());
        return "```mermaid\nstateDiagram-v2\n    [*] --> PENDING: accepted\n"
                + "    state \"every stage from RECONCILE_SERVICE to BAKE_TIME\" as ANY\n"
                + "    ANY --> RESTORE_PRODUCTION: any cause of rollback\n"
                + "    ANY --> CLOSING: stopped\n"
                + lines
                + "    SUCCESSFUL --> [*]\n    STOPPED --> [*]\n    ROLLBACK_SUCCESSFUL --> [*]\n    ROLLBACK_FAILED --> [*]\n```\n";
    }

    /** The same two ways out lead from every stage that can be rolled back: they are drawn once. */
    private static boolean isShortcut(StageGraph.Edge edge) {
        boolean out = edge.to() == Node.RESTORE_PRODUCTION || edge.to() == Node.CLOSING;
        return out && StageGraph.canRollBack(edge.from());
    }
}
