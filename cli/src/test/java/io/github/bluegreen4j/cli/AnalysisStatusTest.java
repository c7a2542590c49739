package io.github.bluegreen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.WatchEvent;
import io.github.bluegreen4j.journal.jdbc.JdbcJournal;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.Judgement;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.testkit.metrics.GreenBehaviour;
import io.github.bluegreen4j.testkit.simulation.DeploymentRecord;
import io.github.bluegreen4j.testkit.simulation.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code status} shows what the metrics last said about green, with the evidence: in flight and after the end. */
class AnalysisStatusTest {
    @TempDir
    static Path directory;

    private static Judgement last = Judgement.NONE;

    @BeforeAll
    static void deploy() {
        DeploymentRecord record = Scenario.of(DeploymentSpec.blueGreen(new ServiceRef("prod", "shop"))
                        .revision("shop:2")
                        .productionRoute("web")
                        .targetGroups("one", "two")
                        .canary(5, Duration.ofMinutes(1))
                        .analysis()
                        .build())
                .world(world -> world.metrics().behaves("shop:2", new GreenBehaviour(1, 0.03, 1)))
                .simulate()
                .run();
        List<DeploymentEvent> events = record.events();
        try (JdbcJournal journal = JdbcJournal.h2(directory.resolve("journal"))) {
            JournalCopies.copy(journal, "d-1", events);
        }
        events.forEach(event -> {
            if (event instanceof WatchEvent.GreenJudged judged) {
                last = judged.judgement();
            }
        });
    }

    private static Cli run(String... options) {
        String[] all = Stream.concat(Stream.of(options), Stream.of("--journal=h2:" + directory.resolve("journal")))
                .toArray(String[]::new);
        return Cli.run(all);
    }

    @Test
    void asJson() {
        JsonNode analysis = run("status", "d-1", "--json").json().get(0).get("analysis");

        assertThat(analysis.get("answer").asText()).isEqualTo("WORSE");
        assertThat(analysis.get("step").asInt()).isEqualTo(last.step());
        assertThat(analysis.get("points").asInt()).isEqualTo(last.points());
        assertThat(analysis.get("at").asText()).startsWith("2026-03-01T");
        assertThat(analysis.get("metrics")).hasSize(2);
        Judgement.OfMetric errors = last.metrics().get(0);
        JsonNode shown = analysis.get("metrics").get(0);
        assertThat(shown.get("metric").asText()).isEqualTo("ERRORS");
        assertThat(shown.get("answer").asText()).isEqualTo("WORSE");
        assertThat(shown.get("blue").asDouble()).isEqualTo(errors.blue());
        assertThat(shown.get("green").asDouble()).isEqualTo(errors.green()).isGreaterThan(0.02);
        assertThat(shown.get("requests").asDouble()).isEqualTo(errors.requests());
        assertThat(shown.get("worse").asDouble()).isEqualTo(errors.worse()).isGreaterThan(200);
        assertThat(shown.get("worseAt").asDouble()).isEqualTo(200);
        assertThat(shown.get("notWorse").asDouble()).isEqualTo(errors.notWorse());
        assertThat(shown.get("notWorseAt").asDouble()).isEqualTo(errors.notWorseAt());
    }

    @Test
    void asText() {
        assertThat(run("status", "d-1").out())
                .contains(
                        "analysis    WORSE, after " + last.points() + " periods of step " + last.step() + ", at 2026-")
                .contains("            " + last.metrics().get(0) + System.lineSeparator())
                .contains("            " + last.metrics().get(1) + System.lineSeparator());
    }
}
