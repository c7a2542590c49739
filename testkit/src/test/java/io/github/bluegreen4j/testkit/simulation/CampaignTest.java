package io.github.bluegreen4j.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.testkit.world.TaskBehaviour;
import io.github.bluegreen4j.workflow.Workflow;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever goes wrong, in whichever order, no invariant of the world is broken. */
class CampaignTest {
    private static PrintStream err = System.err;

    /** The engine logs each defect of a port with its stack. Campaigns plant thousands of them, and 150 MB of log help nobody. */
    @BeforeAll
    static void muteTheLog() {
        err = System.err;
        System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    }

    @AfterAll
    static void restoreTheLog() {
        System.setErr(err);
    }

    @Test
    @Tag("simulation")
    void tenThousandSeedsBreakNothingAndLeaveNothingOut() {
        CampaignReport report = Campaign.ofAnything().seeds(10_000).run();
        System.out.println(report);
        report.orThrow();
        assertThat(report.steps()).as("steps of %d seeds", report.seeds()).isGreaterThan(50 * report.seeds());
        assertThat(report.missing()).as("what never occurred").isEmpty();
    }

    /**
     * Runs for the time and from the seed that it is given; {@code .ci/run} derives the seed from the commit. How many
     * seeds fit into the time depends on the machine, so what never occurred is printed here and judged by the test
     * above, which always runs the same seeds.
     */
    @Test
    @Tag("campaign-large")
    void aLongCampaignBreaksNothing() {
        Campaign campaign = Campaign.ofAnything()
                .from(Long.getLong("campaign.seed", 1))
                .seeds(Long.MAX_VALUE)
                .noLongerThan(Duration.ofMinutes(Integer.getInteger("campaign.minutes", 3)));
        CampaignReport report = campaign.run();
        System.out.println(report);
        report.orThrow();
        assertThat(report.seeds()).isGreaterThan(100);
    }

    /** Found by the campaign: an undo is stopped after its revision has got the label, and the next deployment reconciles to that one. */
    @Test
    void whatAStoppedUndoHasLabelledIsAccepted() {
        Campaign.ofAnything().from(273_376_418L).seeds(1).run().orThrow();
    }

    @Test
    void theSameSeedTellsTheSameStory() {
        assertThat(Campaign.ofAnything().story(24))
                .isEqualTo(Campaign.ofAnything().story(24));
        assertThat(Campaign.ofAnything().story(24))
                .isNotEqualTo(Campaign.ofAnything().story(25));
    }

    @Test
    void aFailureSaysItsSeedTheFewestIncidentsAndTheStory() {
        Workflow careless = new Workflow(BrokenGuards.withLostStops(), List.of());
        CampaignReport report = Campaign.ofAnything(scenario -> scenario.workflow(careless))
                .from(33)
                .seeds(1_000)
                .run();
        assertThat(report.failure()).hasValueSatisfying(failure -> {
            assertThat(failure.incidents()).hasSizeLessThanOrEqualTo(3);
            assertThat(failure.story()).contains("somebody orders d-1", "Abort");
        });
        assertThatThrownBy(report::orThrow)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("I5, ")
                .hasMessageContaining("seed " + report.failure().orElseThrow().seed());
    }

    @Test
    void aCampaignWithoutSeedsIsRefused() {
        assertThatThrownBy(() -> Campaign.ofAnything().seeds(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("seeds: \"0\" is not allowed; allowed: 1 or more");
    }

    @Test
    void aDeploymentMayTakeAsLongAsItsLimitsAllow() {
        DeploymentSpec spec = DeploymentSpec.blueGreen(Checkout.SPEC.service())
                .revision("checkout:42")
                .productionRoute(Checkout.PRODUCTION)
                .targetGroups("first", "second")
                .limits(DeploymentLimits.DEFAULTS.withStage(Duration.ofHours(14)))
                .build();
        CampaignReport report = Campaign.of(() -> Scenario.of(spec).tasks(TaskBehaviour.unhealthy()))
                .seeds(2)
                .run()
                .orThrow();
        assertThat(report.causes()).containsKey(RollbackCause.STAGE_TIMED_OUT);
    }
}
