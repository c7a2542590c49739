package io.github.bluegreen4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.model.PolicyAnswer;
import io.github.bluegreen4j.spi.Policy;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The requirements on every {@link Policy}. */
@SuppressWarnings("exports") // subclasses depend on JUnit
public abstract class PolicyContract extends ContractSuite<PolicyFixture> {

    private PolicyAnswer ask() {
        PolicyAnswer answer = fixture.policy().ask(fixture.request());
        assertThat(answer).as("the answer").isNotNull();
        return answer;
    }

    private void says(PolicyAnswer.Kind kind) {
        eventually(() -> assertThat(ask().kind()).as("the answer").isEqualTo(kind));
    }

    /** Prevents a policy that stops every deployment. */
    @Test
    public final void whatIsPermittedGetsAYes() {
        fixture.permit();
        says(PolicyAnswer.Kind.YES);
    }

    /** Prevents a policy that stops nothing, and a wait that nobody can explain. */
    @Test
    public final void whatIsForbiddenGetsANoWithAReason() {
        fixture.forbid();
        says(PolicyAnswer.Kind.NO);
        assertThat(ask().reason()).as("the reason").isNotBlank();
    }

    /** Prevents an answer that is remembered for longer than it is true. */
    @Test
    public final void itChangesItsMind() {
        fixture.permit();
        says(PolicyAnswer.Kind.YES);
        fixture.forbid();
        says(PolicyAnswer.Kind.NO);
        fixture.permit();
        says(PolicyAnswer.Kind.YES);
    }

    /** Prevents weight for green because the source of the policy is down. */
    @Test
    public final void whatItCannotKnowIsNoYes() {
        fixture.permit();
        says(PolicyAnswer.Kind.YES);
        if (fixture.goOutOfReach()) {
            eventually(() -> assertThat(isYes()).as("a yes without a source").isFalse());
        }
    }

    private boolean isYes() {
        try {
            return ask().isYes();
        } catch (RuntimeException failed) {
            return false; // the engine takes it as unknown
        }
    }

    /** Prevents a policy that breaks when many deployments ask at once. */
    @Test
    public final void manyAskAtOnce() {
        fixture.forbid();
        says(PolicyAnswer.Kind.NO);
        assertThat(IntStream.range(0, 200).parallel().mapToObj(i -> ask().kind()))
                .as("answers to many")
                .containsOnly(PolicyAnswer.Kind.NO);
    }
}
