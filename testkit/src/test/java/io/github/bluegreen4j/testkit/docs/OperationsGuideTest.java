package io.github.bluegreen4j.testkit.docs;

import static io.github.bluegreen4j.model.LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.Approvals;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.PolicyAnswer;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.Policy;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

/** The code of the page about operations. */
class OperationsGuideTest {
    private static final ServiceRef CHECKOUT = new ServiceRef("prod", "checkout");
    private static final TargetGroupRef BLUE = new TargetGroupRef("checkout-a");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant SUNDAY = Instant.parse("2027-01-03T21:00:00Z");

    /** What a user measures. */
    private static final class ErrorBudgetOfCheckout {
        double budgetLeft() {
            return 0.8;
        }
    }

    private final ErrorBudgetOfCheckout slo = new ErrorBudgetOfCheckout();
    private final VirtualTime time = VirtualTime.startingAt(SUNDAY);
    private final SimulatedWorld world = SimulatedWorld.create(time);
    private int othersUnderWay = 2;

    private EngineBuilder builder() {
        world.addService(CHECKOUT, 2);
        world.addRoute(new RouteRef("https"), TrafficSplit.allOn(BLUE, new TargetGroupRef("checkout-b")));
        world.addRevision(CHECKOUT, "checkout:41", BLUE);
        return DeploymentEngine.builder()
                .runtime(world.runtime())
                .router(world.router())
                .alarms(world.alarms())
                .autoScaling(world.autoScaling())
                .journal(InMemoryJournal.create(time));
    }

    private static DeploymentSpec.Builder spec() {
        return DeploymentSpec.blueGreen(CHECKOUT)
                .revision("checkout:42")
                .productionRoute("https")
                .targetGroups("checkout-a", "checkout-b");
    }

    private int othersUnderWay(ServiceRef service) {
        return service.equals(CHECKOUT) ? othersUnderWay : 0;
    }

    private boolean hasRoom() {
        return othersUnderWay == 2;
    }

    @Test
    void aPauseWithApprovals() {
        DeploymentSpec.Builder spec = spec();
        // snippet: approvals
        spec.pause(PRE_PRODUCTION_TRAFFIC_SHIFT, Duration.ofHours(4), Approvals.of(2, "alice", "bob", "carol"));
        // end of snippet
        try (VirtualEngine virtual = VirtualEngine.of(time, builder())) {
            Deployment deployment = virtual.engine().deploy(new DeploymentId("d-1"), spec.build(), "dave");
            virtual.advance(Duration.ofMinutes(5));

            assertThat(deployment.explain().sentence()).contains("2 of alice, bob, carol to approve");
        }
    }

    @Test
    void policies() {
        EngineBuilder builder = builder();
        // snippet: policies
        Policy freeze = Policy.freeze(BERLIN)
                .window("Christmas", LocalDateTime.parse("2026-12-23T12:00"), LocalDateTime.parse("2027-01-04T08:00"));
        builder.policy("freeze", freeze)
                .policy("hours", Policy.businessHours(BERLIN))
                .policy("capacity", Policy.atMost(3, request -> othersUnderWay(request.service())))
                .policy("budget", Policy.errorBudget(0.25, slo::budgetLeft))
                .policy("headroom", request -> hasRoom() ? PolicyAnswer.yes() : PolicyAnswer.no("the cluster is full"));
        // end of snippet
        try (VirtualEngine virtual = VirtualEngine.of(time, builder)) {
            Deployment deployment = virtual.engine().deploy(spec().build());
            virtual.advance(Duration.ofMinutes(5));
            assertThat(deployment.explain().sentence()).contains("freeze: Christmas is a freeze window");
            othersUnderWay = 3;
            virtual.advance(Duration.ofMinutes(1));
            assertThat(virtual.engine().plan(spec().build()).toText()).contains("headroom", "the cluster is full");
            othersUnderWay = 2;

            virtual.advanceUntil(() -> deployment.status().isTerminal(), Duration.ofDays(20));

            assertThat(deployment.status()).isEqualTo(DeploymentStatus.SUCCESSFUL);
            assertThat(deployment.history())
                    .filteredOn(WorkEvent.RouteShifted.class::isInstance)
                    .isNotEmpty()
                    .allMatch(shifted -> !shifted.at().isBefore(Instant.parse("2027-01-04T07:00:00Z")));
        }
    }

    @Test
    void thePageHasTheCodeThatIsCompiledHere() throws IOException {
        Snippets.of("docs/operations.md", OperationsGuideTest.class).areAsTheyAreCompiled();
    }
}
