package io.github.bluegreen4j.testkit.contract;

import io.github.bluegreen4j.model.HookDetails;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.spi.LifecycleHook;
import java.util.List;
import java.util.Map;

/** A world in which a test says what the code behind the hook answers. */
public interface LifecycleHookFixture extends ContractFixture {
    /** The adapter under test. */
    LifecycleHook hook();

    /** The hook as a specification has it. */
    HookSpec spec();

    /** The code answers this from now on. */
    void answers(HookResult result);

    /** What the code was told, in the order in which it came. */
    List<Told> told();

    /** Whether the reason of a failure is part of what the code answers. */
    boolean carriesReasons();

    /** Whether the code answers in text, so that its answer may make no sense. */
    boolean answersText();

    /** The code answers something that makes no sense, from now on. Called only where {@link #answersText}. */
    default void answersNonsense() {
        throw new UnsupportedOperationException("answersNonsense: implement it, or return false from answersText");
    }

    /** The code can't be reached from now on. */
    void goOutOfReach();

    /**
     * What the code was told.
     *
     * @param executionId under which id
     * @param stage at which stage
     * @param targetRevision what is being deployed
     * @param productionWeights the production route's percentages by revision
     * @param details the hook's details
     */
    record Told(
            String executionId,
            LifecycleStage stage,
            String targetRevision,
            Map<String, Double> productionWeights,
            HookDetails details) {}
}
