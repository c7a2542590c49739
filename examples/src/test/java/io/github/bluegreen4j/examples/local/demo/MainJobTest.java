package io.github.bluegreen4j.examples.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The main job and every unhappy day, as a user runs them: real processes, real requests, the exit code. */
@Tag("main-job")
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT)
class MainJobTest {

    private static final String GOOD = "VERDICT: good";
    private static final String NOTHING_FAILED = "\n  failed                                              0\n";

    @TempDir
    Path directory;

    @Test
    void aCanaryDeploymentLosesNoRequest() {
        String output = good();

        assertThat(output)
                .containsSubsequence(
                        "plan for local/checkout: checkout:2 replaces checkout-1",
                        "  write  route production: group-1=800 group-2=200",
                        "Stage SCALE_UP began",
                        "Stage TEST_TRAFFIC_SHIFT began",
                        "Stage POST_TEST_TRAFFIC_SHIFT began",
                        "Hook smoke-test at POST_TEST_TRAFFIC_SHIFT succeeded",
                        "green gets 20%",
                        "green gets 100%",
                        "Stage BAKE_TIME began",
                        "Blue may be retired",
                        "Stage CLEAN_UP began",
                        "Requests in flight to blue",
                        ") is drained and deleted",
                        "ended SUCCESSFUL",
                        NOTHING_FAILED,
                        "What happened by time: " + DemoProcess.timeline(directory));
        assertThat(output)
                .containsPattern("waits for the end of the bake, for \\d+ s at most; then the deployment continues");
        assertThat(DemoProcess.timeline(directory))
                .content()
                .startsWith("<!DOCTYPE html>")
                .contains("SUCCESSFUL");
    }

    @Test
    void anEngineThatIsKilledInTheMiddleOfAShiftIsFollowedByOneThatFinishesIt() {
        assertThat(good("--crash"))
                .containsSubsequence(
                        "green gets 20%",
                        "the engine that acts, is killed",
                        "another engine runs",
                        "green gets 100%",
                        "ended SUCCESSFUL",
                        NOTHING_FAILED);
    }

    @Test
    void anEngineThatIsKilledInTheMiddleOfAShiftIsFollowedByTheOneThatSharesItsPostgresqlJournal() {
        String output = good("--engines=2", "--crash");

        assertThat(output)
                .containsSubsequence(
                        "another engine runs on the same journal",
                        "green gets 20%",
                        "the engine that acts, is killed",
                        "green gets 100%",
                        "ended SUCCESSFUL",
                        NOTHING_FAILED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"all-at-once", "linear"})
    void theOtherStrategiesLoseNoRequestEither(String strategy) {
        assertThat(goodAndShort("--strategy=" + strategy)).contains("ended SUCCESSFUL", NOTHING_FAILED);
    }

    @Test
    void aGreenThatFailsItsSmokeTestNeverServesProduction() {
        assertThat(goodAndShort("--green=fails-smoke"))
                .contains(
                        "The deployment rolls back (HOOK_FAILED)",
                        "the cart is empty",
                        "ended ROLLBACK_SUCCESSFUL",
                        NOTHING_FAILED)
                .doesNotContain("Stage PRODUCTION_TRAFFIC_SHIFT began");
    }

    @Test
    void aGreenThatNeverBecomesHealthyTripsTheCircuitBreaker() {
        assertThat(goodAndShort("--green=never-healthy"))
                .contains("The deployment rolls back (CIRCUIT_BREAKER)", "ended ROLLBACK_SUCCESSFUL", NOTHING_FAILED)
                .doesNotContain("Stage TEST_TRAFFIC_SHIFT began");
    }

    @Test
    void aGreenThatBreaksInTheBakeRaisesTheAlarmAndOnlyItsOwnAnswersFail() {
        assertThat(goodAndShort("--green=breaks-in-bake"))
                .contains(
                        "The deployment rolls back (ALARM)",
                        "ended ROLLBACK_SUCCESSFUL",
                        "{HTTP 500=",
                        "green answered them with 500")
                .doesNotContain("Stage CLEAN_UP began");
    }

    @Test
    void aGreenThatDiesInTheBakeIsNoticedByTheHealthWatch() {
        assertThat(goodAndShort("--green=dies-in-bake"))
                .contains(
                        "The deployment rolls back (UNHEALTHY)",
                        "ended ROLLBACK_SUCCESSFUL",
                        "does not fail over by itself")
                .doesNotContain("Stage CLEAN_UP began");
    }

    @Test
    void aGreenThatIsThreeTimesSlowerIsFoundByTheAnalysisWithoutAnyAlarm() {
        assertThat(goodAndShort("--green=slow"))
                .contains(
                        "The deployment rolls back (ANALYSIS)",
                        "p99 latency: green ",
                        "ended ROLLBACK_SUCCESSFUL",
                        NOTHING_FAILED)
                .doesNotContain("green gets 100%");
    }

    @Test
    void aGreenThatFailsSomeRequestsOfProductionIsFoundByTheAnalysisWithoutAnyAlarm() {
        assertThat(goodAndShort("--green=fails-some"))
                .contains(
                        "The deployment rolls back (ANALYSIS)",
                        "errors: green ",
                        "ended ROLLBACK_SUCCESSFUL",
                        "{HTTP 500=",
                        "until the comparison with blue had enough evidence")
                .doesNotContain("green gets 100%");
    }

    @Test
    void aGoodGreenPassesTheAnalysis() {
        assertThat(goodAndShort("--analysis"))
                .containsSubsequence(
                        "Green is not worse than blue", "green gets 100%", "ended SUCCESSFUL", NOTHING_FAILED);
    }

    @Test
    void aRouteThatSomebodyElseRewritesIsGivenBackAndBlueIsNotTouched() {
        assertThat(goodAndShort("--drift"))
                .contains("The deployment rolls back (DRIFT)", "ended ROLLBACK_SUCCESSFUL", NOTHING_FAILED)
                .doesNotContain("Blue may be retired", "Stage CLEAN_UP began");
    }

    @Test
    void aPauseWaitsForTheAnswerThatWasGivenBeforehand() {
        assertThat(goodAndShort("--pause", "--answer=continue"))
                .containsSubsequence(
                        "The deployment pauses",
                        "continue",
                        "The deployment pauses",
                        "continue",
                        "ended SUCCESSFUL",
                        NOTHING_FAILED);
    }

    @Test
    void aPauseAsksInTheTerminalAndWhoSaysNoTurnsBack() {
        DemoProcess demo = DemoProcess.run(directory, List.of("r"), "--pause");

        assertThat(demo.output())
                .contains(
                        "Continue or roll back?",
                        "The deployment rolls back (HOOK_FAILED)",
                        "ended ROLLBACK_SUCCESSFUL",
                        GOOD);
        assertThat(demo.exitCode()).isZero();
    }

    @Test
    void withoutDrainingRequestsAreLostAndTheVerdictSaysSo() {
        DemoProcess demo = DemoProcess.run(directory, List.of(), "--no-drain");

        assertThat(demo.output()).contains("ended SUCCESSFUL", "requests failed: HTTP 502", "VERDICT: BAD");
        assertThat(demo.exitCode()).isEqualTo(1);
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() {
        assertThat(DemoProcess.run(directory, List.of(), "--green=purple").exitCode())
                .isEqualTo(2);
        assertThat(DemoProcess.run(directory, List.of(), "--engines=2", "--journal=file")
                        .exitCode())
                .isEqualTo(2);
        assertThat(DemoProcess.run(directory, List.of(), "--drift", "--no-drain")
                        .exitCode())
                .isEqualTo(2);
    }

    private String goodAndShort(String... options) {
        String[] all = new String[options.length + 2];
        System.arraycopy(options, 0, all, 0, options.length);
        all[options.length] = "--step-bake=PT1S";
        all[options.length + 1] = "--bake=PT3S";
        return good(all);
    }

    private String good(String... options) {
        DemoProcess demo = DemoProcess.run(directory, List.of(), options);
        assertThat(demo.output()).contains(GOOD);
        assertThat(demo.exitCode()).isZero();
        return demo.output();
    }
}
