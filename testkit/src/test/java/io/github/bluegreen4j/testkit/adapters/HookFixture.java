package io.github.bluegreen4j.testkit.adapters;

import io.github.bluegreen4j.model.HookDetails;
import io.github.bluegreen4j.model.HookInvocation;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.spi.LifecycleHook;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.testkit.contract.LifecycleHookFixture;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** Code that is called over a wire which a test can cut: the smallest adapter there is. */
final class HookFixture implements LifecycleHookFixture {
    private final boolean text;
    private final LifecycleHook hook;
    private final List<LifecycleHookFixture.Told> told = new CopyOnWriteArrayList<>();
    /** Empty when it is nonsense. */
    private volatile Optional<HookResult> answer = Optional.of(HookResult.succeeded());

    private volatile boolean outOfReach;

    /**
     * @param text whether the code answers in text
     * @param under what is put under test instead of the adapter
     */
    HookFixture(boolean text, UnaryOperator<LifecycleHook> under) {
        this.text = text;
        hook = under.apply(this::call);
    }

    private HookResult call(HookInvocation invocation) {
        if (outOfReach) {
            throw new PortException(new Problem(Problem.Kind.UNAVAILABLE, "invoke", "code", "the wire is cut"));
        }
        told.add(new LifecycleHookFixture.Told(
                invocation.executionId(),
                invocation.stage(),
                invocation.targetRevision(),
                invocation.productionWeights(),
                invocation.details()));
        return answer.orElseGet(() -> HookResult.invalid("nonsense"));
    }

    @Override
    public void pause() {}

    @Override
    public LifecycleHook hook() {
        return hook;
    }

    @Override
    public HookSpec spec() {
        return new HookSpec.Named(
                "smoke-test",
                Set.of(LifecycleStage.PRODUCTION_TRAFFIC_SHIFT),
                Duration.ofMinutes(10),
                TimeoutAction.ROLLBACK,
                HookDetails.EMPTY);
    }

    @Override
    public void answers(HookResult result) {
        answer = Optional.of(result);
    }

    @Override
    public List<LifecycleHookFixture.Told> told() {
        return List.copyOf(told);
    }

    @Override
    public boolean carriesReasons() {
        return !text;
    }

    @Override
    public boolean answersText() {
        return text;
    }

    @Override
    public void answersNonsense() {
        answer = Optional.empty();
    }

    @Override
    public void goOutOfReach() {
        outOfReach = true;
    }
}
