package io.github.bluegreen4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.TargetGroups;
import java.util.List;

/** The base of the runtime's suite: its fixture and helpers. */
abstract class ServiceRuntimeSuite extends ContractSuite<ServiceRuntimeFixture> {
    static final DeploymentId OWNER = new DeploymentId("contract-deployment");
    static final String TOKEN = "6fa1c3b2-0c1d-4a71-9b6e-3d7f0c5e8a11";

    ServiceDescription describe() {
        List<ServiceDescription> described = fixture.runtime().describe(List.of(fixture.service()));
        assertThat(described).as("the description of %s", fixture.service()).hasSize(1);
        assertThat(described.get(0).service())
                .as("the service that is described")
                .isEqualTo(fixture.service());
        return described.get(0);
    }

    ServiceDescription.Revision describe(RevisionRef revision) {
        return assertThat(describe().find(revision))
                .as("the description of %s", revision)
                .get()
                .actual();
    }

    LaunchRequest request(RevisionSpec definition) {
        return new LaunchRequest(
                fixture.service(), definition, fixture.idleGroup(), fixture.desiredCount(), OWNER, TOKEN);
    }

    /** Asserts that a revision that can be launched passes the check. */
    void isAccepted(RevisionSpec definition) {
        TargetGroups groups = new TargetGroups(fixture.blueGroup(), fixture.idleGroup());
        assertThatCode(() -> {
                    fixture.runtime().check(fixture.service(), definition, groups);
                    fixture.runtime().launch(request(definition));
                })
                .doesNotThrowAnyException();
    }

    /** Launches green, and waits until it is described. */
    RevisionRef launch(RevisionSpec definition) {
        isAccepted(definition);
        eventually(() -> assertThat(describe().launchedBy(OWNER)).as("green").isPresent());
        return describe().launchedBy(OWNER).orElseThrow().revision();
    }

    /** Launches green, and waits until all its tasks run, if this world has tasks. */
    RevisionRef launchGreen() {
        RevisionRef green = launch(fixture.definition());
        runs(green, fixture.desiredCount());
        return green;
    }

    void runs(RevisionRef revision, int tasks) {
        eventually(() -> {
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

    void blueIsUntouched() {
        ServiceDescription.Revision blue = describe(fixture.blue());
        assertThat(blue.primary()).as("whether blue is primary").isTrue();
        assertThat(blue.owner()).as("blue's owner").isEmpty();
        runs(fixture.blue(), fixture.desiredCount());
    }
}
