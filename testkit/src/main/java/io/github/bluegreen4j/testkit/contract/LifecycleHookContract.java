package io.github.bluegreen4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.HookDetails;
import io.github.bluegreen4j.model.HookExecution;
import io.github.bluegreen4j.model.HookInvocation;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.LifecycleHook;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The requirements on every {@link LifecycleHook} that calls remote code, for example a Lambda function or a webhook. The
 * adapter is under test, not the code.
 */
@SuppressWarnings("exports") // subclasses depend on JUnit
public abstract class LifecycleHookContract extends ContractSuite<LifecycleHookFixture> {
    private static final DeploymentId DEPLOYMENT = new DeploymentId("contract-deployment");
    private static final HookDetails DETAILS = new HookDetails(Map.of("suite", "smoke", "limit", 3));

    private HookInvocation invocation(int step) {
        HookExecution execution = new HookExecution(
                HookExecution.Direction.FORWARD,
                LifecycleStage.PRODUCTION_TRAFFIC_SHIFT,
                step,
                fixture.spec().name());
        return new HookInvocation(
                DEPLOYMENT,
                new ServiceRef("contract-cluster", "contract-service"),
                execution,
                fixture.spec(),
                "green-revision",
                new TreeMap<>(),
                new TreeMap<>(Map.of("blue-revision", 95.0, "green-revision", 5.0)),
                DETAILS,
                "");
    }

    private HookResult answer() {
        HookResult result = fixture.hook().invoke(invocation(1));
        assertThat(result).as("the hook's answer").isNotNull();
        return result;
    }

    /** Prevents a success that the adapter does not report. */
    @Test
    public final void yesIsYes() {
        fixture.answers(HookResult.succeeded());
        assertThat(answer().status()).as("status").isEqualTo(HookResult.Status.SUCCEEDED);
    }

    /** Prevents a failure that is retried, mistaken for an outage, or reported without its reason. */
    @Test
    public final void noIsNoWithItsReason() {
        fixture.answers(HookResult.failed("the cart is empty"));
        HookResult answer = answer();
        assertThat(answer.status()).as("status").isEqualTo(HookResult.Status.FAILED);
        if (fixture.carriesReasons()) {
            assertThat(answer.reason()).as("reason").contains("the cart is empty");
        } else {
            assertThat(answer.reason()).as("reason").isNotNull();
        }
    }

    /** Prevents a hook that is called back too often or never, or without its details. */
    @Test
    public final void laterIsLaterWithItsDelayAndItsDetails() {
        HookDetails found = new HookDetails(Map.of("passed", 7, "of", 12, "log", List.of("a", "b")));
        fixture.answers(HookResult.inProgress(Duration.ofSeconds(90)).with(found));
        HookResult answer = answer();
        assertThat(answer.status()).as("status").isEqualTo(HookResult.Status.IN_PROGRESS);
        assertThat(answer.callBackDelay()).as("call-back delay").contains(Duration.ofSeconds(90));
        assertThat(answer.details()).as("details").isEqualTo(found);
    }

    /** Prevents an invented delay: the engine, not the adapter, supplies the default. */
    @Test
    public final void laterWithoutADelayHasNone() {
        fixture.answers(HookResult.inProgress());
        HookResult answer = answer();
        assertThat(answer.status()).as("status").isEqualTo(HookResult.Status.IN_PROGRESS);
        assertThat(answer.callBackDelay()).as("call-back delay").isEmpty();
    }

    /**
     * Prevents an unreadable answer that counts as success, or as an outage that is retried. If the code cannot give such an
     * answer, its INVALID must arrive as INVALID.
     */
    @Test
    public final void nonsenseIsInvalid() {
        if (fixture.answersText()) {
            fixture.answersNonsense();
        } else {
            fixture.answers(HookResult.invalid("nonsense"));
        }
        assertThat(answer().status()).as("status").isEqualTo(HookResult.Status.INVALID);
    }

    /** Prevents an outage that counts as a failed hook. */
    @Test
    public final void whatCanNotBeReachedIsThrown() {
        fixture.goOutOfReach();
        expectNotDone("invoke", () -> fixture.hook().invoke(invocation(1)));
    }

    /** Prevents a hook that does not know what it has to decide about. */
    @Test
    public final void theCodeIsToldWhatItIsAskedAbout() {
        fixture.hook().invoke(invocation(1));
        assertThat(fixture.told())
                .as("what the code was told")
                .containsExactly(new LifecycleHookFixture.Told(
                        invocation(1).executionId(),
                        LifecycleStage.PRODUCTION_TRAFFIC_SHIFT,
                        "green-revision",
                        Map.of("blue-revision", 95.0, "green-revision", 5.0),
                        DETAILS));
    }

    /** Prevents a cached answer: a repetition must call the code again, with the same execution id. */
    @Test
    public final void askingAgainAsksAgainUnderTheSameId() {
        fixture.answers(HookResult.inProgress());
        assertThat(answer().status()).as("first answer").isEqualTo(HookResult.Status.IN_PROGRESS);
        fixture.answers(HookResult.succeeded());
        assertThat(answer().status()).as("second answer").isEqualTo(HookResult.Status.SUCCEEDED);
        assertThat(fixture.told())
                .as("what the code was told")
                .extracting(LifecycleHookFixture.Told::executionId)
                .containsExactly(invocation(1).executionId(), invocation(1).executionId());
    }

    /** Prevents the answers to concurrent deployments from being mixed up. */
    @Test
    public final void severalMayAskAtOnce() {
        List<HookResult> answers = together(4, caller -> fixture.hook().invoke(invocation(caller + 1)));
        assertThat(answers).as("answers").hasSize(4).allSatisfy(answer -> {
            assertThat(answer).isNotNull();
            assertThat(answer.status()).isEqualTo(HookResult.Status.SUCCEEDED);
        });
        assertThat(fixture.told())
                .as("what the code was told")
                .extracting(LifecycleHookFixture.Told::executionId)
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 4)
                        .mapToObj(step -> invocation(step).executionId())
                        .toList());
    }
}
