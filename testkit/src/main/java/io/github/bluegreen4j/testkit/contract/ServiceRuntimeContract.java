package io.github.bluegreen4j.testkit.contract;

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

/** The requirements on every {@link ServiceRuntime}. */
@SuppressWarnings("exports") // subclasses depend on JUnit
public abstract class ServiceRuntimeContract extends ServiceRuntimeSuite {
    /** Prevents a deployment that mistakes another revision for blue, or does not know the required capacity. */
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

    /** Prevents a missing service that hides all others, or that is made up. */
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

    /**
     * Prevents a batch of which only the first service is described. A runtime with a batch size of one is asked for one at
     * a time.
     */
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

    /** Prevents a green revision that is not found after a crash, runs something else or registers elsewhere. */
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
            eventually(() -> assertThat(fixture.registered(fixture.idleGroup()))
                    .as("targets in green's group")
                    .isEqualTo(fixture.desiredCount()));
        } else {
            assertThat(fixture.registered(fixture.idleGroup()))
                    .as("targets in green's group")
                    .isZero();
        }
    }

    /** Prevents a launch that changes blue's label, tasks or traffic. */
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

    /** Prevents two green revisions after a lost answer: a token launches one revision, however often it is sent. */
    @Test
    public final void theSameTokenLaunchesOneRevision() {
        together(3, caller -> {
            fixture.runtime().launch(request(fixture.definition()));
            return caller;
        });
        RevisionRef green = launchGreen();
        isAccepted(fixture.definition());
        steadily(() -> assertThat(describe().revisions())
                .as("revisions after five launches with one token")
                .extracting(ServiceDescription.Revision::revision)
                .containsExactlyInAnyOrder(fixture.blue(), green));
    }

    /** Prevents a deployment that waits for a green revision that can never start. */
    @Test
    public final void aDefinitionThatDoesNotExistIsRefused() {
        expectProblem(
                "launch what does not exist",
                () -> fixture.runtime().launch(request(fixture.missingDefinition())),
                Kind.REFUSED);
        steadily(() -> assertThat(describe().revisions()).as("revisions").hasSize(1));
    }

    /** Prevents a circuit breaker that sees no failures: every task that fails to start is counted. */
    @Test
    public final void tasksThatFailAreCounted() {
        RevisionRef green = launch(fixture.tasksStart() ? fixture.failingDefinition() : fixture.definition());
        if (fixture.tasksStart()) {
            eventually(() -> assertThat(describe(green).counts().failed())
                    .as("failed tasks")
                    .isGreaterThanOrEqualTo(2));
        } else {
            assertThat(describe(green).counts().failed()).as("failed tasks").isZero();
        }
        assertThat(describe(fixture.blue()).counts().failed())
                .as("blue's failed tasks")
                .isZero();
    }

    /** Prevents a circuit breaker that counts one failure twice, and lost capacity that is not replaced. */
    @Test
    public final void aTaskThatDiesIsCountedOnceAndReplaced() {
        RevisionRef green = launchGreen();
        int deaths = fixture.tasksStart() ? 1 : 0;
        if (fixture.tasksStart()) {
            fixture.killTask(green);
        }
        eventually(() ->
                assertThat(describe(green).counts().failed()).as("failed tasks").isEqualTo(deaths));
        runs(green, fixture.desiredCount());
        assertThat(describe(green).counts().failed())
                .as("failed tasks in the end")
                .isEqualTo(deaths);
    }

    /**
     * Prevents a rollback to a blue that is too small, and a circuit breaker that counts scale-in as failures. A runtime
     * that scales revisions by itself must accept the call.
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
        steadily(() -> runs(green, fixture.desiredCount()));
        assertThat(describe(green).counts().failed()).as("failed tasks").isZero();
        blueIsUntouched();
    }

    /**
     * Prevents a rollback to a blue that someone has scaled to 0. If the runtime scales revisions by itself, the revision's
     * own scale must be restored, not only the desired count of the service.
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
            eventually(() -> assertThat(fixture.registered(fixture.idleGroup()))
                    .as("targets in green's group")
                    .isEqualTo(fixture.desiredCount()));
        }
        assertThat(describe(green).counts().failed()).as("failed tasks").isZero();
        blueIsUntouched();
    }

    /** Prevents an unknown last successful revision, and a label change that moves traffic. */
    @Test
    public final void theLabelPrimaryIsTakenFromTheOthersAndMovesNoTraffic() {
        RevisionRef green = launchGreen();
        String traffic = fixture.traffic();
        fixture.runtime().makePrimary(fixture.service(), green);
        isPrimary(green);
        fixture.runtime().makePrimary(fixture.service(), green);
        steadily(() -> isPrimary(green));
        fixture.runtime().makePrimary(fixture.service(), fixture.blue());
        isPrimary(fixture.blue());
        assertThat(fixture.traffic()).as("where traffic goes").isEqualTo(traffic);
        runs(green, fixture.desiredCount());
        blueIsUntouched();
    }

    private void isPrimary(RevisionRef revision) {
        eventually(() -> assertThat(describe().revisions())
                .as("primary revisions")
                .filteredOn(ServiceDescription.Revision::primary)
                .extracting(ServiceDescription.Revision::revision)
                .containsExactly(revision));
    }

    /** Prevents a change of something that does not exist from counting as done. */
    @Test
    public final void whatDoesNotExistIsGone() {
        ServiceRef none = fixture.missingService();
        LaunchRequest elsewhere = new LaunchRequest(none, fixture.definition(), fixture.idleGroup(), 1, OWNER, TOKEN);
        expectProblem("launch there", () -> fixture.runtime().launch(elsewhere), Kind.GONE);
        RevisionRef missing = fixture.missingRevision();
        expectProblem("scale it", () -> fixture.runtime().scale(fixture.service(), missing, 1), Kind.GONE);
        expectProblem("label it", () -> fixture.runtime().makePrimary(fixture.service(), missing), Kind.GONE);
        steadily(this::blueIsUntouched);
    }

    /** Prevents leftovers, a revision that is deleted while it still serves, and damage to another revision. */
    @Test
    public final void aRevisionIsRetiredStepByStepUntilItIsGone() {
        RevisionRef green = launchGreen();
        retire(green);
        for (RevisionRef gone : List.of(green, fixture.missingRevision())) {
            assertThatCode(() -> fixture.runtime().retire(fixture.service(), gone))
                    .doesNotThrowAnyException();
        }
        steadily(() -> assertThat(describe().revisions())
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
     * Prevents lost requests at the end of a deployment. If this world carries no requests, retiring must start by scaling
     * to zero.
     */
    @Test
    public final void retiringCutsOffNoRequest() {
        RevisionRef green = launchGreen();
        if (fixture.carriesRequests()) {
            eventually(() -> assertThat(fixture.registered(fixture.idleGroup()))
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

    /** Prevents a change by an engine that paused for so long that another engine owns the service. */
    @Test
    public final void aChangeThatMayNotBeSentAnyMoreIsNotSent() {
        ServiceRuntime over = fixture.runtime().within(OVER);
        expectUnavailable("launch without a permit", () -> over.launch(request(fixture.definition())));
        steadily(() -> assertThat(describe().revisions()).as("revisions").hasSize(1));
        RevisionRef green = launchGreen();
        expectUnavailable("scale without a permit", () -> over.scale(fixture.service(), green, 0));
        expectUnavailable("label without a permit", () -> over.makePrimary(fixture.service(), green));
        expectUnavailable("retire without a permit", () -> over.retire(fixture.service(), green));
        steadily(() -> runs(green, fixture.desiredCount()));
        blueIsUntouched();
        ServiceRuntime permitted = fixture.runtime().within(SendPermit.always());
        permitted.makePrimary(fixture.service(), green);
        isPrimary(green);
    }

    /** Prevents an outage that looks like a service that does not exist. */
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
