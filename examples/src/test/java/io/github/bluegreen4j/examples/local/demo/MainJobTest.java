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
                        "== PRE_SCALE_UP",
                        "== SCALE_UP",
                        "== POST_SCALE_UP",
                        "== TEST_TRAFFIC_SHIFT",
                        "== POST_TEST_TRAFFIC_SHIFT",
                        "smoke-test: yes",
                        "== PRE_PRODUCTION_TRAFFIC_SHIFT",
                        "== PRODUCTION_TRAFFIC_SHIFT 20%",
                        "== PRODUCTION_TRAFFIC_SHIFT 100%",
                        "== POST_PRODUCTION_TRAFFIC_SHIFT",
                        "== BAKE_TIME",
                        "the clean-up gate is open",
                        "== CLEAN_UP",
                        "lets the last requests end",
                        "BLUE is drained and gone",
                        "ended SUCCESSFUL",
                        NOTHING_FAILED);
    }

    @Test
    void anEngineThatIsKilledInTheMiddleOfAShiftIsFollowedByOneThatFinishesIt() {
        assertThat(good("--crash"))
                .containsSubsequence(
                        "== PRODUCTION_TRAFFIC_SHIFT 20%",
                        "the engine that acts, is killed",
                        "another engine runs",
                        "== PRODUCTION_TRAFFIC_SHIFT 100%",
                        "ended SUCCESSFUL",
                        NOTHING_FAILED);
    }

    @Test
    void anEngineThatIsKilledInTheMiddleOfAShiftIsFollowedByTheOneThatSharesItsPostgresqlJournal() {
        String output = good("--engines=2", "--crash");

        assertThat(output)
                .containsSubsequence(
                        "another engine runs on the same journal",
                        "== PRODUCTION_TRAFFIC_SHIFT 20%",
                        "the engine that acts, is killed",
                        "== PRODUCTION_TRAFFIC_SHIFT 100%",
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
                .contains("ROLLS BACK, HOOK_FAILED", "the cart is empty", "ended ROLLBACK_SUCCESSFUL", NOTHING_FAILED)
                .doesNotContain("== PRODUCTION_TRAFFIC_SHIFT");
    }

    @Test
    void aGreenThatNeverBecomesHealthyTripsTheCircuitBreaker() {
        assertThat(goodAndShort("--green=never-healthy"))
                .contains("ROLLS BACK, CIRCUIT_BREAKER", "ended ROLLBACK_SUCCESSFUL", NOTHING_FAILED)
                .doesNotContain("== TEST_TRAFFIC_SHIFT");
    }

    @Test
    void aGreenThatBreaksInTheBakeRaisesTheAlarmAndOnlyItsOwnAnswersFail() {
        assertThat(goodAndShort("--green=breaks-in-bake"))
                .contains(
                        "ROLLS BACK, ALARM", "ended ROLLBACK_SUCCESSFUL", "{HTTP 500=", "green answered them with 500")
                .doesNotContain("== CLEAN_UP");
    }

    @Test
    void aGreenThatDiesInTheBakeIsNoticedByTheHealthWatch() {
        assertThat(goodAndShort("--green=dies-in-bake"))
                .contains("ROLLS BACK, UNHEALTHY", "ended ROLLBACK_SUCCESSFUL", "does not fail over by itself")
                .doesNotContain("== CLEAN_UP");
    }

    @Test
    void aRouteThatSomebodyElseRewritesIsGivenBackAndBlueIsNotTouched() {
        assertThat(goodAndShort("--drift"))
                .contains("ROLLS BACK, DRIFT", "ended ROLLBACK_SUCCESSFUL", NOTHING_FAILED)
                .doesNotContain("the clean-up gate is open", "== CLEAN_UP");
    }

    @Test
    void aPauseWaitsForTheAnswerThatWasGivenBeforehand() {
        assertThat(goodAndShort("--pause", "--answer=continue"))
                .containsSubsequence("PAUSES", "continue", "PAUSES", "continue", "ended SUCCESSFUL", NOTHING_FAILED);
    }

    @Test
    void aPauseAsksInTheTerminalAndWhoSaysNoTurnsBack() {
        DemoProcess demo = DemoProcess.run(directory, List.of("r"), "--pause");

        assertThat(demo.output())
                .contains("Continue or roll back?", "ROLLS BACK, HOOK_FAILED", "ended ROLLBACK_SUCCESSFUL", GOOD);
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
