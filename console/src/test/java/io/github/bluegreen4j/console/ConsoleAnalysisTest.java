package io.github.bluegreen4j.console;

import static io.github.bluegreen4j.console.PageReader.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.testkit.metrics.GreenBehaviour;
import io.github.bluegreen4j.testkit.metrics.MetricConditions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the metrics showed, how strong the evidence is, and the verdict: before the first one, in flight and after the end. */
class ConsoleAnalysisTest {
    private final ConsoleWorld world = new ConsoleWorld();
    private final Console console =
            Console.builder().journal(world.journal()).time(world.time()).build();

    @AfterEach
    void close() {
        console.close();
        world.close();
    }

    private String page() {
        return new PageReader(console).page(address("d-1"));
    }

    /** One line of the table, as text. */
    private String line(String metric) {
        String page = page();
        String line = page.substring(page.indexOf("<th scope=\"row\">" + metric));
        return line.substring(0, line.indexOf("</tr>")).replaceAll("<[^>]*>", "|");
    }

    private void deploy(GreenBehaviour behaviour) {
        world.world().metrics().generate(new RouteRef("cart"), MetricConditions.ORDINARY, 42);
        world.world().metrics().behaves("cart:42", behaviour);
        world.deploy("d-1", "cart", spec -> spec.analysis());
    }

    @Test
    void aGreenThatIsWorseIsShownWithTheEvidence() {
        deploy(new GreenBehaviour(1, 0.03, 1));
        world.advance(Duration.ofMinutes(1));
        assertThat(page()).contains("Nothing was judged yet: both revisions have to serve production first.");

        world.advance(Duration.ofMinutes(13));

        assertThat(page()).contains("ROLLBACK_SUCCESSFUL");
        assertThat(line("Errors"))
                .contains("Green is worse than blue", " of 200|")
                .containsPattern("[|]0[.][0-9]{2} %[|]+[2-4][.][0-9]{2} %[|]");
        assertThat(line("Latency")).contains("Not known yet").containsPattern("[|][0-9]+ ms[|]+[0-9]+ ms[|]");
    }

    @Test
    void aGreenThatIsAsGoodIsShownWhileItServes() {
        deploy(GreenBehaviour.SAME);
        world.advance(Duration.ofMinutes(13));

        assertThat(page()).contains("IN_PROGRESS", "<h2>Analysis of green</h2>");
        assertThat(line("Errors")).containsPattern("Not known yet|Green is not worse than blue");
    }

    @Test
    void withoutAnAnalysisThereIsNoTableOfIt() {
        world.deploy("d-1", "cart");
        world.advance(Duration.ofMinutes(5));

        assertThat(page()).contains("<section id=\"analysis\"></section>");
    }
}
