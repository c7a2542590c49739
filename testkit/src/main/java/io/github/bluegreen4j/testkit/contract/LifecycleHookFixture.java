package io.github.bluegreen4j.testkit.contract;

import io.github.bluegreen4j.model.HookDetails;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.spi.LifecycleHook;
import java.util.List;
import java.util.Map;

/** A world in which a test decides what the code behind a hook answers. */
public interface LifecycleHookFixture extends ContractFixture {
    /** {@return the adapter under test} */
    LifecycleHook hook();

    /** {@return the hook as a deployment's specification declares it} */
    HookSpec spec();

    /**
     * Sets the answer of the code from now on.
     *
     * @param result the answer, translated by the fixture to the form of the code
     */
    void answers(HookResult result);

    /** {@return what the code received so far, in order} */
    List<Told> told();

    /** {@return whether the code's answer carries the reason of a failure} */
    boolean carriesReasons();

    /** {@return whether the code answers with text, which the adapter may be unable to parse} */
    boolean answersText();

    /** Makes the code answer with something that cannot be parsed. Called only if {@link #answersText}. */
    default void answersNonsense() {
        throw new UnsupportedOperationException("answersNonsense: implement it, or return false from answersText");
    }

    /** Makes the code unreachable from now on. */
    void goOutOfReach();

    /**
     * What the code received at one invocation.
     *
     * @param executionId the id of the execution, the same at every repetition
     * @param stage the lifecycle stage that invokes the hook
     * @param targetRevision the revision that is being deployed
     * @param productionWeights the weights of the production route in percent, by revision
     * @param details the details from the hook's specification
     */
    record Told(
            String executionId,
            LifecycleStage stage,
            String targetRevision,
            Map<String, Double> productionWeights,
            HookDetails details) {}
}
