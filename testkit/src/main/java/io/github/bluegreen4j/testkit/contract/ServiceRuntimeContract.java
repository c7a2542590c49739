package io.github.bluegreen4j.testkit.contract;

import static io.github.bluegreen4j.testkit.contract.Expectations.eventually;
import static io.github.bluegreen4j.testkit.contract.Expectations.expectNotDone;
import static io.github.bluegreen4j.testkit.contract.Expectations.expectProblem;
import static io.github.bluegreen4j.testkit.contract.Expectations.expectUnavailable;
import static io.github.bluegreen4j.testkit.contract.Expectations.steadily;
import static io.github.bluegreen4j.testkit.contract.Expectations.together;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.Problem.Kind;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroups;
import io.github.bluegreen4j.spi.ServiceRuntime;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ServiceRuntime} has to keep. */
@SuppressWarnings("exports") // whoever inherits it brings JUnit
public abstract class ServiceRuntimeContract {
    private static final DeploymentId OWNER = new DeploymentId("contract-deployment");
    private static final String TOKEN = "6fa1c3b2-0c1d-4a71-9b6e-3d7f0c5e8a11";

    private ServiceRuntimeFixture fixture;

    /** A fresh world for each test. */
    protected abstract ServiceRuntimeFixture fixture();

    @BeforeEach
    final void prepare() {
        fixture = fixture();
    }

    @AfterEach
    final void tearDown() {
        fixture.close();
    }

    private ServiceDescription describe() {
        List<ServiceDescription> described = fixture.runtime().describe(List.of(fixture.service()));
        assertThat(described).as("the description of %s", fixture.service()).hasSize(1);
        assertThat(described.get(0).service())
                .as("the service that is described")
                .isEqualTo(fixture.service());
        return described.get(0);
    }

    private ServiceDescription.Revision describe(RevisionRef revision) {
        return assertThat(describe().find(revision))
                .as("the description of %s", revision)
                .get()
                .actual();
    }

    private LaunchRequest request(RevisionSpec definition) {
        return new LaunchRequest(
                fixture.service(), definition, fixture.idleGroup(), fixture.desiredCount(), OWNER, TOKEN);
    }

    /** What can be launched passes the check, too. */
    private void isAccepted(RevisionSpec definition) {
        TargetGroups groups = new TargetGroups(fixture.blueGroup(), fixture.idleGroup());
        assertThatCode(() -> {
                    fixture.runtime().check(fixture.service(), definition, groups);
                    fixture.runtime().launch(request(definition));
                })
                .doesNotThrowAnyException();
    }

    /** Launches green, and waits until it is described. */
    private RevisionRef launch(RevisionSpec definition) {
        isAccepted(definition);
        eventually(
                fixture,
                () -> assertThat(describe().launchedBy(OWNER)).as("green").isPresent());
        return describe().launchedBy(OWNER).orElseThrow().revision();
    }

    /** Launches green, and waits until all of it runs, where tasks start. */
    private RevisionRef launchGreen() {
        RevisionRef green = launch(fixture.definition());
        runs(green, fixture.desiredCount());
        return green;
    }

    private void runs(RevisionRef revision, int tasks) {
        eventually(fixture, () -> {
            ServiceDescription.Revision described = describe(revision);
            assertThat(described.counts().desired())
                    .as("desired tasks of %s", revision)
                    .isEqualTo(tasks);
            if (fixture.tasksStart()) {
                assertThat(described.counts().running())
                        .as("running tasks of %s", revision)
                        .isEqualTo(tasks);
                assertThat(described.counts().pending())
                        .as("pending tasks of %s", revision)
                        .isZero();
                assertThat(described.counts().steady())
                        .as("whether %s is steady", revision)
                        .isTrue();
            }
        });
    }

    private void blueIsUntouched() {
        ServiceDescription.Revision blue = describe(fixture.blue());
        assertThat(blue.primary()).as("whether blue is primary").isTrue();
        assertThat(blue.owner()).as("blue's owner").isEmpty();
        runs(fixture.blue(), fixture.desiredCount());
    }

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
