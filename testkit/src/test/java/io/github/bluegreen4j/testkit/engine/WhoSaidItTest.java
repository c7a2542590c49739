package io.github.bluegreen4j.testkit.engine;

import static io.github.bluegreen4j.testkit.engine.EngineFixture.ID;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.paused;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.run;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentDescription;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.Deployments;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An order and a command carry who gave them and when, into the journal, the events and the descriptions. */
class WhoSaidItTest {
    private final EngineFixture fixture = new EngineFixture();

    private static <E extends DeploymentEvent> List<E> of(Deployment deployment, Class<E> kind) {
        return deployment.history().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    @Test
    void anOrderAndARollbackSayWhoGaveThemAndWhen() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            Instant ordered = fixture.time.wall();
            Deployment deployment = virtual.engine().deploy(ID, paused(), "ci-job-17");
            virtual.advance(Duration.ofMinutes(10));
            Instant told = fixture.time.wall();
            var answer = deployment.by("alice").rollBack("the cart is empty");
            run(virtual, deployment);

            Command.Origin job = new Command.Origin("ci-job-17", ordered);
            Command.Origin alice = new Command.Origin("alice", told);
            assertThat(answer.join().accepted()).isTrue();
            assertThat(of(deployment, ProgressEvent.DeploymentCreated.class))
                    .extracting(ProgressEvent.DeploymentCreated::by)
                    .containsExactly(Optional.of(job));
            assertThat(of(deployment, ProgressEvent.CommandAnswered.class))
                    .extracting(ProgressEvent.CommandAnswered::by)
                    .containsExactly(Optional.of(alice));
            assertThat(of(deployment, ProgressEvent.RollbackRequested.class))
                    .extracting(ProgressEvent.RollbackRequested::by)
                    .containsExactly(Optional.of(alice));
            DeploymentDescription stored =
                    DeploymentEngine.describe(fixture.journal, ID).orElseThrow();
            assertThat(List.of(deployment.view(), stored)).allSatisfy(view -> {
                assertThat(view.orderedBy()).contains(job);
                assertThat(view.requestedBy()).contains(alice);
            });
        }
    }

    /** A command waits in the mailbox for as long as nobody acts for the deployment: when it was given is not when it was answered. */
    @Test
    void aStopFromElsewhereKeepsTheInstantAtWhichItWasGiven() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            Deployment deployment = virtual.engine().deploy(ID, paused());
            virtual.advance(Duration.ofMinutes(2));
            Command.Origin bob = new Command.Origin("bob@laptop", Instant.parse("2031-01-01T00:00:00Z"));
            Deployments.in(fixture.journal).by("somebody").send(ID, new Command.Abort("fire drill").from(bob));

            assertThat(run(virtual, deployment)).isEqualTo(DeploymentStatus.STOPPED);
            assertThat(of(deployment, ProgressEvent.StopRequested.class))
                    .extracting(ProgressEvent.StopRequested::by)
                    .containsExactly(Optional.of(bob));
            assertThat(deployment.view().requestedBy()).contains(bob);
            assertThat(deployment.view().orderedBy()).isEmpty();
        }
    }

    @Test
    void commandsFromAProcessWithTheJournalAloneAreSigned() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            Deployment deployment = virtual.engine().deploy(ID, paused());
            virtual.advance(Duration.ofMinutes(2));
            Deployments.in(fixture.journal).by("carol").skipBake(ID);
            Deployments.in(fixture.journal).skipBake(ID);

            assertThat(fixture.journal.read(ID).orElseThrow().mail())
                    .extracting(mail -> mail.command().origin().map(Command.Origin::actor))
                    .containsExactly(Optional.of("carol"), Optional.empty());
            virtual.advance(Duration.ofMinutes(1));
            assertThat(of(deployment, ProgressEvent.CommandAnswered.class))
                    .extracting(event -> event.by().map(Command.Origin::actor))
                    .containsExactly(Optional.of("carol"), Optional.empty());
        }
    }

    @Test
    void theAnswerToAPauseNamesWhoGaveIt() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            Deployment deployment = virtual.engine().deploy(ID, paused());
            virtual.advance(Duration.ofMinutes(2));
            String pause = deployment.view().hooks().get(0).hookId();
            var answer = deployment.by("dave").proceed(pause, TimeoutAction.ROLLBACK);
            run(virtual, deployment);

            assertThat(answer.join().accepted()).isTrue();
            assertThat(of(deployment, HookEvent.HookFailed.class))
                    .extracting(HookEvent.HookFailed::reason)
                    .containsExactly("the pause was answered with ROLLBACK by dave");
        }
    }

    /** Who repeats an order is not who gave it. */
    @Test
    void theFirstOrderNamesTheActor() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            virtual.engine().deploy(ID, paused(), "first");
            Deployment again = virtual.engine().deploy(ID, paused(), "second");
            virtual.advance(Duration.ofMinutes(2));

            assertThat(again.view().orderedBy().map(Command.Origin::actor)).contains("first");
        }
    }

    @Test
    void anActorIsOneLine() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            Deployment deployment = virtual.engine().deploy(ID, paused());
            for (String bad : List.of("", " ", "two\nlines", "\u001b[2J", "x".repeat(513))) {
                assertThatThrownBy(() -> deployment.by(bad)).isInstanceOf(InvalidSpecException.class);
                assertThatThrownBy(() -> Deployments.in(fixture.journal).by(bad))
                        .isInstanceOf(InvalidSpecException.class);
                assertThatThrownBy(() -> virtual.engine().deploy(ID, spec().build(), bad))
                        .isInstanceOf(InvalidSpecException.class)
                        .hasMessageContaining("actor");
            }
        }
    }
}
