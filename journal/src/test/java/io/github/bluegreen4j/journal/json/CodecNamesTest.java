package io.github.bluegreen4j.journal.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.TrafficStrategy;
import org.junit.jupiter.api.Test;

/** Whatever can happen has a name in the journal: who adds an event adds its shape, or this says so. */
class CodecNamesTest {
    @Test
    void everyEventHasAName() {
        assertThat(EventShapes.EVENT.types()).hasSameElementsAs(SealedTypes.of(DeploymentEvent.class));
    }

    @Test
    void everyPieceOfWorkHasAName() {
        assertThat(EffectShapes.EFFECT.types()).hasSameElementsAs(SealedTypes.of(Effect.class));
    }

    @Test
    void everyCommandHasAName() {
        assertThat(CommandShapes.COMMAND.types()).hasSameElementsAs(SealedTypes.of(Command.class));
    }

    @Test
    void everyKindOfHookHasAName() {
        assertThat(SpecShapes.HOOK.types()).hasSameElementsAs(SealedTypes.of(HookSpec.class));
    }

    @Test
    void everyStrategyHasAName() {
        assertThat(PolicyShapes.STRATEGY.types()).hasSameElementsAs(SealedTypes.of(TrafficStrategy.class));
    }
}
