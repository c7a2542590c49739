package io.github.bluegreen4j.testkit.contract;

import static io.github.bluegreen4j.testkit.contract.Expectations.OVER;
import static io.github.bluegreen4j.testkit.contract.Expectations.eventually;
import static io.github.bluegreen4j.testkit.contract.Expectations.expectNotDone;
import static io.github.bluegreen4j.testkit.contract.Expectations.expectProblem;
import static io.github.bluegreen4j.testkit.contract.Expectations.expectUnavailable;
import static io.github.bluegreen4j.testkit.contract.Expectations.steadily;
import static io.github.bluegreen4j.testkit.contract.Expectations.together;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.Problem.Kind;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import io.github.bluegreen4j.spi.ServiceRuntime;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link ServiceRuntime} has to keep. */
@SuppressWarnings("exports") // whoever inherits it brings JUnit
public abstract class ServiceRuntimeContract extends ServiceRuntimeSuite {
    /** Protects from a deployment that takes the wrong revision for blue, or does not know how much capacity it needs. */
    @Test
    public final void aServiceIsDescribedWithTheRevisionThatNobodyOfUsLaunched() {
        ServiceDescription service = describe();
        assertThat(service.desiredCount()).as("desired tasks of the service").isEqualTo(fixture.desiredCount());
        assertThat(service.revisions()).as("revisions").hasSize(1);
        ServiceDescription.Revision blue = describe(fixture.blue());
        assertThat(blue.definition()).as("blue's definition").isEqualTo(fixture.blueDefinition());
        assertThat(blue.targetGroup()).as("blue's target group").isEqualTo(fixture.blueGroup());
        blueIsUntouched();
    }

    /** Protects from one missing service that hides all others, or is made up. */
    @Test
    public final void aServiceThatDoesNotExistIsLeftOut() {
        List<ServiceDescription> described =
                fixture.runtime().describe(List.of(fixture.missingService(), fixture.service()));
        assertThat(described)
                .as("what is described of a service and a missing one")
                .extracting(ServiceDescription::service)
                .containsExactly(fixture.service());
        assertThat(fixture.runtime().describe(List.of(fixture.missingService())))
                .as("what is described of a missing service")
                .isEmpty();
    }

    /** Protects from a batch of which only the first is answered. A runtime that takes one at a time is asked one at a time. */
    @Test
    public final void asManyServicesAsTheBatchAllowsAreDescribedByOneCall() {
        assertThat(fixture.runtime().describeBatch()).as("services in one call").isPositive();
        List<ServiceRef> both = List.of(fixture.otherService(), fixture.service());
        List<ServiceDescription> described = fixture.runtime().describeBatch() > 1
                ? fixture.runtime().describe(both)
                : both.stream()
                        .flatMap(one -> fixture.runtime().describe(List.of(one)).stream())
                        .toList();
        assertThat(described)
                .as("what is described of two services")
                .extracting(ServiceDescription::service)
                .containsExactlyInAnyOrderElementsOf(both);
    }

    /** Protects from a green that can't be found again after a crash, runs something else, or registers elsewhere. */
    @Test
    public final void aLaunchedRevisionIsDescribedAsItWasOrdered() {
        RevisionRef green = launchGreen();
        ServiceDescription.Revision described = describe(green);
        assertThat(described.owner()).as("owner").contains(OWNER);
        assertThat(described.definition())
                .as("definition")
                .isEqualTo(fixture.definition().definition());
        assertThat(described.targetGroup()).as("target group").isEqualTo(fixture.idleGroup());
        if (fixture.tasksStart()) {
            eventually(
                    fixture,
                    () -> assertThat(fixture.registered(fixture.idleGroup()))
                            .as("targets in green's group")
                            .isEqualTo(fixture.desiredCount()));
        } else {
            assertThat(fixture.registered(fixture.idleGroup()))
                    .as("targets in green's group")
                    .isZero();
        }
    }

    /** Protects from a launch that takes something from blue: its label, its tasks, its traffic. */
    @Test
    public final void aLaunchLeavesBlueAndTheTrafficAlone() {
        String traffic = fixture.traffic();
        RevisionRef green = launchGreen();
        assertThat(describe(green).primary()).as("whether green is primary").isFalse();
        blueIsUntouched();
        assertThat(fixture.traffic()).as("where traffic goes").isEqualTo(traffic);
        assertThat(fixture.registered(fixture.blueGroup()))
                .as("targets in blue's group")
                .isEqualTo(fixture.tasksStart() ? fixture.desiredCount() : 0);
    }

    /** Protects from two greens after a lost answer: the same token launches one revision, at once and later. */
    @Test
    public final void theSameTokenLaunchesOneRevision() {
        together(3, caller -> {
            fixture.runtime().launch(request(fixture.definition()));
            return caller;
        });
        RevisionRef green = launchGreen();
        isAccepted(fixture.definition());
        steadily(
                fixture,
                () -> assertThat(describe().revisions())
                        .as("revisions after five launches with one token")
                        .extracting(ServiceDescription.Revision::revision)
                        .containsExactlyInAnyOrder(fixture.blue(), green));
    }

    /** Protects from a deployment that waits for a green that can never come. */
    @Test
    public final void aDefinitionThatDoesNotExistIsRefused() {
        expectProblem(
                "launch what does not exist",
                () -> fixture.runtime().launch(request(fixture.missingDefinition())),
                Kind.REFUSED);
        steadily(
                fixture,
                () -> assertThat(describe().revisions()).as("revisions").hasSize(1));
    }

    /** Protects from a circuit breaker that sees nothing: every task that fails to come up is counted. */
    @Test
    public final void tasksThatFailAreCounted() {
        RevisionRef green = launch(fixture.tasksStart() ? fixture.failingDefinition() : fixture.definition());
        if (fixture.tasksStart()) {
            eventually(
                    fixture,
                    () -> assertThat(describe(green).counts().failed())
                            .as("failed tasks")
                            .isGreaterThanOrEqualTo(2));
        } else {
            assertThat(describe(green).counts().failed()).as("failed tasks").isZero();
        }
        assertThat(describe(fixture.blue()).counts().failed())
                .as("blue's failed tasks")
                .isZero();
    }

    /** Protects from a circuit breaker that counts one death twice, and from capacity that does not come back. */
    @Test
    public final void aTaskThatDiesIsCountedOnceAndReplaced() {
        RevisionRef green = launchGreen();
        int deaths = fixture.tasksStart() ? 1 : 0;
        if (fixture.tasksStart()) {
            fixture.killTask(green);
        }
        eventually(
                fixture,
                () -> assertThat(describe(green).counts().failed())
                        .as("failed tasks")
                        .isEqualTo(deaths));
        runs(green, fixture.desiredCount());
        assertThat(describe(green).counts().failed())
                .as("failed tasks in the end")
                .isEqualTo(deaths);
    }

    /**
     * Protects from a rollback to a blue that was never brought back to its size, and from a circuit breaker that takes
     * scaling in for failing. A runtime that scales revisions with their service by itself accepts the order.
     */
    @Test
    public final void aRevisionIsScaledOutAndInWithoutFailures() {
        RevisionRef green = launchGreen();
        int more = fixture.desiredCount() + (describe().scalesRevisions() ? 0 : 2);
        fixture.runtime().scale(fixture.service(), green, more);
        runs(green, more);
        fixture.runtime().scale(fixture.service(), green, fixture.desiredCount());
        runs(green, fixture.desiredCount());
        fixture.runtime().scale(fixture.service(), green, fixture.desiredCount());
        steadily(fixture, () -> runs(green, fixture.desiredCount()));
        assertThat(describe(green).counts().failed()).as("failed tasks").isZero();
        blueIsUntouched();
    }

    /**
     * Protects from a rollback to a blue that somebody has scaled to 0, and that stays dark because its runtime scales
     * revisions by itself and only the service's desired count was looked at.
     */
    @Test
    public final void aRevisionThatWasScaledToZeroIsBroughtBack() {
        RevisionRef green = launchGreen();
        fixture.runtime().scale(fixture.service(), green, 0);
        runs(green, 0);
        assertThat(describe().desiredCount()).as("desired tasks of the service").isEqualTo(fixture.desiredCount());
        fixture.runtime().scale(fixture.service(), green, fixture.desiredCount());
        runs(green, fixture.desiredCount());
        if (fixture.tasksStart()) {
            eventually(
                    fixture,
                    () -> assertThat(fixture.registered(fixture.idleGroup()))
                            .as("targets in green's group")
                            .isEqualTo(fixture.desiredCount()));
        }
        assertThat(describe(green).counts().failed()).as("failed tasks").isZero();
        blueIsUntouched();
    }

    /** Protects from a reconciliation that does not know the last successful revision, and from a label that moves traffic. */
    @Test
    public final void theLabelPrimaryIsTakenFromTheOthersAndMovesNoTraffic() {
        RevisionRef green = launchGreen();
        String traffic = fixture.traffic();
        fixture.runtime().makePrimary(fixture.service(), green);
        isPrimary(green);
        fixture.runtime().makePrimary(fixture.service(), green);
        steadily(fixture, () -> isPrimary(green));
        fixture.runtime().makePrimary(fixture.service(), fixture.blue());
        isPrimary(fixture.blue());
        assertThat(fixture.traffic()).as("where traffic goes").isEqualTo(traffic);
        runs(green, fixture.desiredCount());
        blueIsUntouched();
    }

    private void isPrimary(RevisionRef revision) {
        eventually(
                fixture,
                () -> assertThat(describe().revisions())
                        .as("primary revisions")
                        .filteredOn(ServiceDescription.Revision::primary)
                        .extracting(ServiceDescription.Revision::revision)
                        .containsExactly(revision));
    }

    /** Protects from work on something that is not there, which would count as done. */
    @Test
    public final void whatDoesNotExistIsGone() {
        ServiceRef none = fixture.missingService();
        LaunchRequest elsewhere = new LaunchRequest(none, fixture.definition(), fixture.idleGroup(), 1, OWNER, TOKEN);
        expectProblem("launch there", () -> fixture.runtime().launch(elsewhere), Kind.GONE);
        RevisionRef missing = fixture.missingRevision();
        expectProblem("scale it", () -> fixture.runtime().scale(fixture.service(), missing, 1), Kind.GONE);
        expectProblem("label it", () -> fixture.runtime().makePrimary(fixture.service(), missing), Kind.GONE);
        steadily(fixture, this::blueIsUntouched);
    }

    /** Protects from left-overs, from a revision that is forgotten while it still serves, and from hurting another one. */
    @Test
    public final void aRevisionIsRetiredStepByStepUntilItIsGone() {
        RevisionRef green = launchGreen();
        retire(green);
        for (RevisionRef gone : List.of(green, fixture.missingRevision())) {
            assertThatCode(() -> fixture.runtime().retire(fixture.service(), gone))
                    .doesNotThrowAnyException();
        }
        steadily(
                fixture,
                () -> assertThat(describe().revisions())
                        .as("revisions after green was retired")
                        .extracting(ServiceDescription.Revision::revision)
                        .containsExactly(fixture.blue()));
        blueIsUntouched();
    }

    private void retire(RevisionRef green) {
        for (int steps = 0; describe().find(green).isPresent(); steps++) {
            assertThat(steps).as("steps to retire %s", green).isLessThan(fixture.patience());
            fixture.runtime().retire(fixture.service(), green);
            fixture.pause();
            assertThat(describe().find(green).isPresent() || fixture.registered(fixture.idleGroup()) == 0)
                    .as("whether a revision is described as long as it has targets")
                    .isTrue();
            assertThat(describe(fixture.blue()).counts().desired())
                    .as("blue's desired tasks")
                    .isEqualTo(fixture.desiredCount());
        }
    }

    /**
     * Protects from requests that are lost when a deployment ends. Where no requests can be made, retiring has to begin with
     * asking for no tasks.
     */
    @Test
    public final void retiringCutsOffNoRequest() {
        RevisionRef green = launchGreen();
        if (fixture.carriesRequests()) {
            eventually(
                    fixture,
                    () -> assertThat(fixture.registered(fixture.idleGroup()))
                            .as("targets in green's group")
                            .isEqualTo(fixture.desiredCount()));
            ServiceRuntimeFixture.Request request = fixture.begin(fixture.idleGroup());
            for (int step = 0; step < 2; step++) {
                fixture.runtime().retire(fixture.service(), green);
                fixture.pause();
                assertThat(request.wasCutOff())
                        .as("whether the request was cut off at step %s", step)
                        .isFalse();
            }
            request.finish();
            retire(green);
            assertThat(request.wasCutOff())
                    .as("whether the request was cut off in the end")
                    .isFalse();
        } else {
            fixture.runtime().retire(fixture.service(), green);
            describe()
                    .find(green)
                    .ifPresent(described -> assertThat(described.counts().desired())
                            .as("desired tasks after the first step")
                            .isZero());
            retire(green);
        }
    }

    /** Protects from the change of an engine that was stopped for so long that another engine owns the service. */
    @Test
    public final void aChangeThatMayNotBeSentAnyMoreIsNotSent() {
        ServiceRuntime over = fixture.runtime().within(OVER);
        expectUnavailable("launch without a permit", () -> over.launch(request(fixture.definition())));
        steadily(
                fixture,
                () -> assertThat(describe().revisions()).as("revisions").hasSize(1));
        RevisionRef green = launchGreen();
        expectUnavailable("scale without a permit", () -> over.scale(fixture.service(), green, 0));
        expectUnavailable("label without a permit", () -> over.makePrimary(fixture.service(), green));
        expectUnavailable("retire without a permit", () -> over.retire(fixture.service(), green));
        steadily(fixture, () -> runs(green, fixture.desiredCount()));
        blueIsUntouched();
        ServiceRuntime permitted = fixture.runtime().within(SendPermit.always());
        permitted.makePrimary(fixture.service(), green);
        isPrimary(green);
    }

    /** Protects from an outage that looks like a service that does not exist. */
    @Test
    public final void whatCanNotBeReadOrChangedIsThrown() {
        fixture.goOutOfReach();
        expectUnavailable("describe", () -> fixture.runtime().describe(List.of(fixture.service())));
        expectNotDone("launch", () -> fixture.runtime().launch(request(fixture.definition())));
        expectNotDone("scale", () -> fixture.runtime().scale(fixture.service(), fixture.blue(), 1));
        expectNotDone("makePrimary", () -> fixture.runtime().makePrimary(fixture.service(), fixture.blue()));
        expectNotDone("retire", () -> fixture.runtime().retire(fixture.service(), fixture.blue()));
    }
}
