package io.github.bluegreen4j.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.model.TrafficStrategy;
import io.github.bluegreen4j.report.Explanation;
import io.github.bluegreen4j.report.Plan;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The code of the page about plans and explanations, and what it prints. */
class PlanGuideTest {
    private static final Path PAGE = Path.of("..", "docs", "plan-and-explain.md");
    private static final ServiceRef CHECKOUT = new ServiceRef("prod", "checkout");
    private static final TargetGroupRef BLUE = new TargetGroupRef("checkout-a");
    private static final TargetGroupRef GREEN = new TargetGroupRef("checkout-b");

    private final VirtualTime time = VirtualTime.startingAt(Instant.parse("2026-03-01T03:00:00Z"));
    private final SimulatedWorld world = SimulatedWorld.create(time);
    private final List<String> printed = new ArrayList<>();

    private VirtualEngine engine() {
        world.addService(CHECKOUT, 4);
        world.addRoute(new RouteRef("https"), TrafficSplit.allOn(BLUE, GREEN));
        world.addRoute(new RouteRef("test"), TrafficSplit.allOn(BLUE, GREEN));
        world.addRevision(CHECKOUT, "checkout:41", BLUE);
        return VirtualEngine.of(
                time,
                DeploymentEngine.builder()
                        .runtime(world.runtime())
                        .router(world.router())
                        .alarms(world.alarms())
                        .autoScaling(world.autoScaling())
                        .journal(InMemoryJournal.create(time))
                        .hook("smoke-test", invocation -> HookResult.succeeded()));
    }

    private static DeploymentSpec order() {
        return DeploymentSpec.blueGreen(CHECKOUT)
                .revision("checkout:42")
                .productionRoute(new RouteRef("https"))
                .testRoute(new RouteRef("test"))
                .targetGroups(BLUE, GREEN)
                .strategy(TrafficStrategy.canary(Percent.percent(10), Duration.ofMinutes(10)))
                .hook(LifecycleStage.POST_TEST_TRAFFIC_SHIFT, "smoke-test")
                .pause(LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT, Duration.ofHours(4), TimeoutAction.ROLLBACK)
                .bakeTime(Duration.ofMinutes(5))
                .build();
    }

    private void print(Object line) {
        printed.add(line.toString());
    }

    /** The page has what the code prints. */
    private void shows(String output) throws IOException {
        Pattern place =
                Pattern.compile("(<!-- output: " + output + " -->\n).*?(<!-- end of output -->)", Pattern.DOTALL);
        String page = Files.readString(PAGE).replace("\r\n", "\n");
        Matcher there = place.matcher(page);
        assertThat(there.find()).as("the place of output %s", output).isTrue();
        String text = String.join("\n", printed).stripTrailing();
        String current = there.replaceFirst(
                Matcher.quoteReplacement(there.group(1) + "```\n" + text + "\n```\n" + there.group(2)));
        if (Boolean.getBoolean("docs.update")) {
            Files.writeString(PAGE, current);
        }
        assertThat(Files.readString(PAGE).replace("\r\n", "\n"))
                .as("%s, written anew by -Dtest=PlanGuideTest -Ddocs.update=true", PAGE)
                .isEqualTo(current);
    }

    @Test
    void theSnippetsAreAsTheyAreCompiled() throws IOException {
        Snippets.of("docs/plan-and-explain.md", PlanGuideTest.class).areAsTheyAreCompiled();
    }

    @Test
    void aPlan() throws IOException {
        try (VirtualEngine virtual = engine()) {
            DeploymentEngine engine = virtual.engine();
            DeploymentSpec spec = order();
            world.contents(
                    "checkout:41",
                    Map.of(
                            "containerDefinitions[web].image", "checkout:1.8.0",
                            "containerDefinitions[web].environment[LOG_LEVEL]", "info",
                            "cpu", "512"));
            world.contents(
                    "checkout:42",
                    Map.of(
                            "containerDefinitions[web].image", "checkout:1.9.0",
                            "containerDefinitions[web].secrets[PAYMENT_KEY].valueFrom", "(not shown)",
                            "cpu", "512"));
            // snippet: plan
            Plan plan = engine.plan(spec);
            if (plan.isRefused()) {
                throw new IllegalStateException(plan.reason());
            }
            print(plan.toText());
            // end of snippet
            shows("plan");
            assertThat(world.changes()).isEmpty();
        }
    }

    @Test
    void theExplanationOfAStuckCanary() throws IOException {
        try (VirtualEngine virtual = engine()) {
            Deployment deployment = virtual.engine().deploy(new DeploymentId("d-42"), order());
            virtual.advance(Duration.ofMinutes(2));
            world.sicken(
                    CHECKOUT, new RevisionRef(deployment.view().targetRevision().orElseThrow()), 3);
            var answer = deployment.proceed(deployment.view().hooks().stream()
                    .filter(hook -> hook.status().equals("AWAITING_ACTION"))
                    .findFirst()
                    .orElseThrow()
                    .hookId());
            virtual.advance(Duration.ofSeconds(30));
            assertThat(answer).isCompletedWithValueMatching(Deployment.CommandAnswer::accepted);
            // snippet: explain
            Explanation explanation = deployment.explain();
            print(explanation.sentence());
            for (Explanation.Wait wait : explanation.waits()) {
                print("waits for " + wait.what() + "; ends before if " + wait.unblock());
            }
            for (Explanation.Deadline deadline : explanation.deadlines()) {
                print(deadline.at() + " " + deadline.name() + ": " + deadline.then());
            }
            for (Explanation.Possibility command : explanation.commands()) {
                print(command.command() + (command.allowed() ? ": yes, " : ": no, ") + command.answer());
            }
            // end of snippet
            shows("explain");
            assertThat(explanation.waits()).isNotEmpty();
        }
    }
}
