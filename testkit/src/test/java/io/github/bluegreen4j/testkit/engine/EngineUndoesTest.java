package io.github.bluegreen4j.testkit.engine;

import static io.github.bluegreen4j.testkit.engine.EngineFixture.FIRST;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.ID;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.PRODUCTION;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.SECOND;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.SERVICE;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.TEST;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.run;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.Deployments;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.ConcurrencyPolicy;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.ServiceDescription.Revision;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.report.Explanation;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import io.github.bluegreen4j.testkit.world.TaskBehaviour;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Blue stays after a deployment: an undo takes production back to it, and otherwise it is retired. */
class EngineUndoesTest {
    private static final Duration DAY = Duration.ofHours(24);
    private static final DeploymentId NEXT = new DeploymentId("d-2");

    private final EngineFixture fixture = new EngineFixture();

    private List<Revision> revisions() {
        return fixture.world.runtime().describe(List.of(SERVICE)).get(0).revisions();
    }

    private Deployment deployed(VirtualEngine virtual) {
        Deployment deployment = virtual.engine().deploy(ID, spec().keepBlue(DAY).build());
        assertThat(run(virtual, deployment)).isEqualTo(DeploymentStatus.SUCCESSFUL);
        virtual.runUntilIdle();
        return deployment;
    }

    private static Deployment keeping(VirtualEngine virtual) {
        return virtual.engine().keeping(ID).orElseThrow();
    }

    @Test
    void blueStaysForItsTimeAndIsRetiredThen() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            Deployment deployment = deployed(virtual);
            Deployment keeping = keeping(virtual);
            Instant kept = fixture.time.now();

            assertThat(deployment.view().leftOvers()).isEmpty();
            assertThat(deployment.view().statusReason()).contains("is kept for PT24H");
            assertThat(keeping.status()).isEqualTo(DeploymentStatus.PENDING);
            assertThat(keeping.view().waitingFor())
                    .singleElement()
                    .asString()
                    .startsWith("the end of the time for which the revision is kept");
            assertThat(revisions())
                    .hasSize(2)
                    .allMatch(revision -> revision.counts().running() == 2);

            virtual.advance(DAY.minusMinutes(10));
            assertThat(revisions())
                    .hasSize(2)
                    .allMatch(revision -> revision.counts().running() == 2);

            assertThat(run(virtual, keeping)).isEqualTo(DeploymentStatus.SUCCESSFUL);
            assertThat(fixture.time.now())
                    .isBetween(kept.plus(DAY).minusSeconds(60), kept.plus(DAY).plusSeconds(300));
            assertThat(revisions()).hasSize(1);
            assertThat(fixture.world.split(PRODUCTION).isAllOn(SECOND)).isTrue();
        }
    }

    /** It would be taken for an order that keeps blue, and the next deployment would not wait for it. */
    @Test
    void noUserOrdersUnderAnIdOfTheEnginesOwnOrders() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            assertThatExceptionOfType(InvalidSpecException.class)
                    .isThrownBy(() -> virtual.engine().deploy(ID.keeping(), spec().build()))
                    .withMessageContaining("deploymentId: \"" + ID.keeping() + "\"");
            assertThat(virtual.engine().list()).isEmpty();
        }
    }

    @Test
    void anUndoTakesProductionBackAtOnceAndRetiresGreen() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            Deployment deployment = deployed(virtual);
            virtual.advance(Duration.ofHours(5));
            Instant asked = fixture.time.now();

            var answer = deployment.by("alice").undo("the numbers look odd");
            virtual.advanceUntil(() -> fixture.world.split(PRODUCTION).isAllOn(FIRST), Duration.ofMinutes(1));

            assertThat(Duration.between(asked, fixture.time.now())).isLessThan(Duration.ofSeconds(1));
            assertThat(answer).isCompletedWithValueMatching(Deployment.CommandAnswer::accepted);
            Deployment keeping = keeping(virtual);
            assertThat(run(virtual, keeping)).isEqualTo(DeploymentStatus.SUCCESSFUL);
            assertThat(fixture.world.split(TEST).isAllOn(FIRST)).isTrue();
            assertThat(revisions())
                    .singleElement()
                    .matches(blue -> blue.definition().equals("checkout:41"));
            assertThat(revisions()).singleElement().matches(Revision::primary);
            assertThat(keeping.view().statusReason()).startsWith("production is back on ");
            assertThat(keeping.view().requestedBy())
                    .hasValueSatisfying(by -> assertThat(by.actor()).isEqualTo("alice"));

            assertThat(deployment.undo("again"))
                    .isCompletedWithValueMatching(late ->
                            !late.accepted() && late.text().contains("was undone already: production is back on"));
            assertThat(run(virtual, virtual.engine().deploy(NEXT, spec().build())))
                    .isEqualTo(DeploymentStatus.SUCCESSFUL);
        }
    }

    @Test
    void anotherProcessUndoesThroughTheJournal() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            Deployment deployment = deployed(virtual);

            Deployments.Sent sent = Deployments.in(fixture.journal).by("bob").undo(deployment.id(), "odd");
            assertThat(sent.taken()).isTrue();
            assertThat(run(virtual, keeping(virtual))).isEqualTo(DeploymentStatus.SUCCESSFUL);

            assertThat(sent.answer())
                    .hasValueSatisfying(answer -> assertThat(answer.accepted()).isTrue());
            assertThat(fixture.world.split(PRODUCTION).isAllOn(FIRST)).isTrue();
            assertThat(Deployments.in(fixture.journal)
                            .undo(new DeploymentId("d-9"), "")
                            .answer())
                    .hasValueSatisfying(answer -> assertThat(answer.text()).isEqualTo("deployment d-9 does not exist"));
        }
    }

    @Test
    void aScaledBlueIsScaledUpBeforeTheSwing() {
        fixture.world.behaves(TaskBehaviour.healthy(Duration.ofSeconds(20), Duration.ofSeconds(10)));
        try (VirtualEngine virtual = fixture.engine("a")) {
            Deployment deployment =
                    virtual.engine().deploy(ID, spec().keepBlue(DAY, 50).build());
            assertThat(run(virtual, deployment)).isEqualTo(DeploymentStatus.SUCCESSFUL);
            virtual.advance(Duration.ofHours(1));
            assertThat(revisions())
                    .filteredOn(revision -> !revision.primary())
                    .singleElement()
                    .matches(blue -> blue.counts().running() == 1);

            var answer = deployment.undo("odd");
            virtual.advance(Duration.ofSeconds(25));
            assertThat(fixture.world.split(PRODUCTION).isAllOn(SECOND)).isTrue();
            virtual.advanceUntil(() -> fixture.world.split(PRODUCTION).isAllOn(FIRST), Duration.ofMinutes(5));

            assertThat(answer).isCompletedWithValueMatching(Deployment.CommandAnswer::accepted);
            assertThat(revisions())
                    .filteredOn(revision -> !revision.primary())
                    .singleElement()
                    .matches(blue -> blue.counts().running() == 2);
            assertThat(run(virtual, keeping(virtual))).isEqualTo(DeploymentStatus.SUCCESSFUL);
        }
    }

    @Test
    void theNextDeploymentRetiresWhatIsKeptFirstWhateverItsPolicy() {
        for (ConcurrencyPolicy policy : ConcurrencyPolicy.values()) {
            EngineFixture service = new EngineFixture();
            try (VirtualEngine virtual = service.engine("a")) {
                Deployment first =
                        virtual.engine().deploy(ID, spec().keepBlue(DAY).build());
                assertThat(run(virtual, first)).isEqualTo(DeploymentStatus.SUCCESSFUL);
                virtual.advance(Duration.ofHours(1));

                Deployment next =
                        virtual.engine().deploy(NEXT, spec().concurrency(policy).build());

                assertThat(run(virtual, next)).as("%s", policy).isEqualTo(DeploymentStatus.SUCCESSFUL);
                Deployment keeping = keeping(virtual);
                assertThat(keeping.status()).isEqualTo(DeploymentStatus.SUCCESSFUL);
                assertThat(EngineFixture.count(keeping, WorkEvent.LeftOverRetired.class))
                        .isEqualTo(1);
                assertThat(first.undo("too late")).isCompletedWithValueMatching(answer -> !answer.accepted());
                assertThat(service.world
                                .runtime()
                                .describe(List.of(SERVICE))
                                .get(0)
                                .revisions())
                        .hasSize(1);
            }
        }
    }

    /** Somebody found a fault and stopped the line: what could take production back must not be retired meanwhile. */
    @Test
    void aStoppedLineKeepsWhatIsKeptAndAnUndoIsStillAccepted() {
        for (boolean isNextOrdered : List.of(true, false)) {
            EngineFixture service = new EngineFixture();
            try (VirtualEngine virtual = service.engine("a")) {
                Deployment first =
                        virtual.engine().deploy(ID, spec().keepBlue(DAY).build());
                assertThat(run(virtual, first)).isEqualTo(DeploymentStatus.SUCCESSFUL);
                virtual.advance(Duration.ofHours(23));
                Deployments line = Deployments.in(service.journal).by("bob");
                line.stopTheLine("wrong prices");
                if (isNextOrdered) {
                    assertThat(virtual.engine().deploy(NEXT, spec().build())).isNotNull();
                }
                virtual.advance(Duration.ofDays(3));

                assertThat(service.world
                                .runtime()
                                .describe(List.of(SERVICE))
                                .get(0)
                                .revisions())
                        .hasSize(2)
                        .allMatch(revision -> revision.counts().running() == 2);
                assertThat(keeping(virtual).explain().sentence()).contains("the line is stopped by bob");

                var answer = first.by("alice").undo("wrong prices");
                virtual.advanceUntil(() -> service.world.split(PRODUCTION).isAllOn(FIRST), Duration.ofMinutes(1));
                assertThat(answer).isCompletedWithValueMatching(Deployment.CommandAnswer::accepted);
                assertThat(run(virtual, keeping(virtual))).isEqualTo(DeploymentStatus.SUCCESSFUL);
                assertThat(keeping(virtual).view().statusReason()).startsWith("production is back on ");
            }
        }
    }

    @Test
    void whatIsKeptIsRetiredWhenTheLineRunsAgainHoweverLongItWasStopped() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            assertThat(deployed(virtual).status()).isEqualTo(DeploymentStatus.SUCCESSFUL);
            Deployments line = Deployments.in(fixture.journal).by("bob");
            line.stopTheLine("wrong prices");
            virtual.advance(Duration.ofDays(5));
            assertThat(revisions()).hasSize(2);

            line.resumeTheLine("");
            assertThat(run(virtual, keeping(virtual))).isEqualTo(DeploymentStatus.SUCCESSFUL);
            assertThat(keeping(virtual).view().statusReason()).isEqualTo("the revision that was kept is retired");
            assertThat(revisions()).hasSize(1);
        }
    }

    /** Somebody deletes the test listener, or pins clients to a group, while blue is kept. */
    @Test
    void whatBecameOfTheTestRouteOrOfStickinessDoesNotKeepProductionFromGoingBack() {
        Map<String, Consumer<EngineFixture>> changes = Map.of(
                "route test: ", service -> service.world.removeRoute(TEST),
                "route test: forwards elsewhere",
                        service -> {
                            service.world.addGroup(new TargetGroupRef("third"));
                            service.world.rewrite(TEST, TrafficSplit.allOn(new TargetGroupRef("third"), FIRST));
                        },
                "", service -> service.world.stick(PRODUCTION, Optional.of(Duration.ofHours(1))));
        changes.forEach((left, change) -> {
            EngineFixture service = new EngineFixture();
            try (VirtualEngine virtual = service.engine("a")) {
                Deployment first =
                        virtual.engine().deploy(ID, spec().keepBlue(DAY).build());
                assertThat(run(virtual, first)).isEqualTo(DeploymentStatus.SUCCESSFUL);
                virtual.advance(Duration.ofHours(1));
                change.accept(service);

                assertThat(first.undo("odd")).isNotNull();

                assertThat(run(virtual, keeping(virtual)))
                        .as("%s", keeping(virtual).view())
                        .isEqualTo(DeploymentStatus.SUCCESSFUL);
                assertThat(service.world.split(PRODUCTION).isAllOn(FIRST)).isTrue();
                assertThat(String.join(", ", keeping(virtual).view().leftOvers()))
                        .startsWith(left);
                assertThat(service.world
                                .runtime()
                                .describe(List.of(SERVICE))
                                .get(0)
                                .revisions())
                        .hasSize(1);
            }
        });
    }

    @Test
    void whatHasWeightIsNotRetiredAndIsNamed() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            Deployment deployment = deployed(virtual);
            virtual.advance(Duration.ofHours(1));
            fixture.world.rewrite(PRODUCTION, new TrafficSplit(Map.of(FIRST, 10, SECOND, 90)));

            assertThat(keeping(virtual).skipBake()).isNotNull();
            assertThat(run(virtual, keeping(virtual))).isEqualTo(DeploymentStatus.STOPPED);

            assertThat(deployment.status()).isEqualTo(DeploymentStatus.SUCCESSFUL);
            assertThat(keeping(virtual).view().leftOvers())
                    .singleElement()
                    .asString()
                    .contains("which was kept");
            assertThat(revisions())
                    .hasSize(2)
                    .allMatch(revision -> revision.counts().running() == 2);
            assertThat(fixture.world.split(PRODUCTION).weightOf(FIRST)).isEqualTo(10);
        }
    }

    @Test
    void anUndoWaitsForAHealthyBlueAndGivesUpAtItsDeadline() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            Deployment deployment = deployed(virtual);
            RevisionRef blue = revisions().stream()
                    .filter(revision -> !revision.primary())
                    .findFirst()
                    .orElseThrow()
                    .revision();
            fixture.world.sicken(SERVICE, blue, 2);

            var answer = deployment.undo("odd");
            virtual.advance(Duration.ofMinutes(30));
            assertThat(answer).isCompletedWithValueMatching(Deployment.CommandAnswer::accepted);
            assertThat(fixture.world.split(PRODUCTION).isAllOn(SECOND)).isTrue();
            assertThat(keeping(virtual).explain().sentence()).contains("a healthy target of blue");

            assertThat(run(virtual, keeping(virtual))).isEqualTo(DeploymentStatus.STOPPED);
            assertThat(fixture.world.split(PRODUCTION).isAllOn(SECOND)).isTrue();
            assertThat(keeping(virtual).view().leftOvers()).first().asString().contains(blue + ", which was kept");
        }
    }

    @Test
    void anUndoTouchesNothingWhenBlueIsGoneOrAnotherRevisionWasAccepted() {
        for (boolean gone : List.of(true, false)) {
            EngineFixture service = new EngineFixture();
            try (VirtualEngine virtual = service.engine("a")) {
                Deployment first =
                        virtual.engine().deploy(ID, spec().keepBlue(DAY).build());
                assertThat(run(virtual, first)).isEqualTo(DeploymentStatus.SUCCESSFUL);
                virtual.runUntilIdle();
                Revision blue = service.world.runtime().describe(List.of(SERVICE)).get(0).revisions().stream()
                        .filter(revision -> !revision.primary())
                        .findFirst()
                        .orElseThrow();
                if (gone) {
                    service.world.removeRevision(SERVICE, blue.revision());
                } else {
                    RevisionRef other = service.world.launched(SERVICE, "checkout:43", SECOND, new DeploymentId("x"));
                    service.world.makePrimary(SERVICE, other);
                }

                assertThat(first.undo("odd")).isNotNull();

                assertThat(run(virtual, keeping(virtual))).isEqualTo(DeploymentStatus.STOPPED);
                assertThat(keeping(virtual).view().statusReason())
                        .contains("nothing was touched")
                        .contains(gone ? "does not exist" : "was accepted last");
                assertThat(service.world.split(PRODUCTION).isAllOn(SECOND)).isTrue();
            }
        }
    }

    /**
     * The next deployment was ordered before the one that keeps blue had ended, so it is older than the order that keeps blue. The engine dies
     * when that has ended its wait and has not got its turn.
     */
    @Test
    void whatIsKeptIsRetiredBeforeAnOlderDeploymentBeginsAlsoAfterADeath() {
        Journal dying = EngineFixture.intercepted(fixture.journal, (operation, arguments) -> {
            if (operation.equals("append")
                    && arguments.toString().contains("DeploymentAdmitted")
                    && arguments.toString().contains("deployment=" + ID.keeping())) {
                throw EngineFixture.unavailable(operation);
            }
        });
        try (VirtualEngine virtual =
                VirtualEngine.of(fixture.time, fixture.builder(dying).name("a"))) {
            Deployment first = virtual.engine().deploy(ID, spec().keepBlue(DAY).build());
            virtual.advance(Duration.ofMinutes(2));
            assertThat(virtual.engine()
                            .deploy(
                                    NEXT,
                                    spec().concurrency(ConcurrencyPolicy.QUEUE).build()))
                    .isNotNull();
            assertThat(run(virtual, first)).isEqualTo(DeploymentStatus.SUCCESSFUL);
            virtual.advanceUntil(
                    () -> virtual.engine()
                            .keeping(ID)
                            .filter(order -> EngineFixture.count(order, ProgressEvent.KeepingEnded.class) == 1)
                            .isPresent(),
                    Duration.ofMinutes(5));
            virtual.kill();
        }
        try (VirtualEngine virtual = fixture.engine("b")) {
            virtual.advance(Duration.ofMinutes(1));
            Deployment next = virtual.engine().find(NEXT).orElseThrow();
            assertThat(run(virtual, next)).as("%s", next.view()).isEqualTo(DeploymentStatus.SUCCESSFUL);
            assertThat(keeping(virtual).view().statusReason()).isEqualTo("the revision that was kept is retired");
        }
    }

    @Test
    void theExplanationSaysWhatIsKeptUntilWhenAndWhatMayBeSaid() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            assertThat(deployed(virtual).status()).isEqualTo(DeploymentStatus.SUCCESSFUL);
            Explanation explanation = keeping(virtual).explain();

            assertThat(explanation.sentence())
                    .contains("keeps checkout:41", "at the longest until 2026-03-02T03:05", "is retired");
            assertThat(explanation.commands())
                    .filteredOn(Explanation.Possibility::allowed)
                    .extracting(possibility -> possibility.command() + ": " + possibility.answer())
                    .contains(
                            "skipBake: the revision that was kept is retired", "abort: the deployment ends as STOPPED")
                    .anyMatch(answer -> answer.startsWith("rollBack: production goes back to checkout:41"));
        }
    }

    @Test
    void anEngineThatDiedIsFollowedByOneThatRetiresOrUndoes() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            assertThat(deployed(virtual).status()).isEqualTo(DeploymentStatus.SUCCESSFUL);
        }
        try (VirtualEngine virtual = fixture.engine("b")) {
            virtual.advance(Duration.ofHours(1));
            Deployment keeping = keeping(virtual);
            assertThat(keeping.rollBack("odd")).isNotNull();
            assertThat(run(virtual, keeping)).isEqualTo(DeploymentStatus.SUCCESSFUL);
            assertThat(fixture.world.split(PRODUCTION).isAllOn(FIRST)).isTrue();
            assertThat(EngineFixture.count(keeping, ProgressEvent.KeepingEnded.class))
                    .isEqualTo(1);
        }
    }
}
