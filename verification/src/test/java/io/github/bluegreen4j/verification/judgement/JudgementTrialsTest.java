package io.github.bluegreen4j.verification.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.verification.judgement.JudgementTrials.Result;
import io.github.bluegreen4j.verification.judgement.JudgementTrials.Trial;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A small measurement with the promises of {@code docs/analysis.md}; the seeds are fixed. */
class JudgementTrialsTest {
    private static final int DEPLOYMENTS = 600;
    private static final long SEED = 1;

    /** What breaks the assumption of the statistics, and is told as such in the documentation. */
    private static final String REPEATED = "clients try 3 times";

    @TestFactory
    Stream<DynamicTest> aGreenThatIsAsGoodAsBlueIsRolledBackInAtMostOnePercent() {
        return JudgementTrials.SAME.stream()
                .filter(trial -> !trial.name().equals(REPEATED))
                .map(trial -> DynamicTest.dynamicTest(
                        trial.name(),
                        () -> assertThat(ours(trial).rolledBack())
                                .as("false rollbacks")
                                .isLessThanOrEqualTo(0.01)));
    }

    @Test
    void tenTimesTheErrorsAreFoundWithinThreeMinutesAtTheMedian() {
        Result ours = ours(worse("ten times the errors"));

        assertThat(ours.median()).isBetween(1, 3);
        assertThat(ours.rolledBack()).isGreaterThan(0.99);
    }

    @Test
    void fiveTimesTheErrorsAreFoundWithinTenMinutesAtTheMedian() {
        assertThat(ours(worse("five times the errors")).median()).isBetween(1, 10);
    }

    @Test
    void aGreenThatIsThreeTimesSlowerIsFoundWithinThreeMinutesAtTheMedian() {
        assertThat(ours(worse("three times slower")).median()).isBetween(1, 3);
    }

    @Test
    void aStepRarelyGoesAheadWithAGreenOutsideTheMargin() {
        for (Trial trial : JudgementTrials.OUTSIDE) {
            assertThat(ours(trial).wentOn()).as(trial.name()).isLessThanOrEqualTo(0.05);
        }
    }

    @Test
    void anAlarmIsFalseOnADayOnWhichBothFail() {
        Trial both = JudgementTrials.SAME.stream()
                .filter(trial -> trial.name().equals("both fail 1.2 %"))
                .findFirst()
                .orElseThrow();

        assertThat(JudgementTrials.run(both, DEPLOYMENTS, SEED)
                        .get(TrialJudge.Kind.ALARM)
                        .rolledBack())
                .isGreaterThan(0.9);
    }

    @Test
    void theSameSeedsGiveTheSameFigures() {
        Trial trial = worse("five times the errors");
        Map<TrialJudge.Kind, Result> once = JudgementTrials.run(trial, 50, SEED);
        Map<TrialJudge.Kind, Result> again = JudgementTrials.run(trial, 50, SEED);

        for (TrialJudge.Kind kind : TrialJudge.Kind.values()) {
            assertThat(again.get(kind).minutes()).isEqualTo(once.get(kind).minutes());
        }
    }

    /** The build prints the tables. */
    @Test
    void theFiguresArePrinted() {
        JudgementTrials.print(System.out, 100, SEED);
    }

    private static Trial worse(String name) {
        return JudgementTrials.WORSE.stream()
                .filter(trial -> trial.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Result ours(Trial trial) {
        return JudgementTrials.run(trial, DEPLOYMENTS, SEED).get(TrialJudge.Kind.ANALYSIS);
    }
}
