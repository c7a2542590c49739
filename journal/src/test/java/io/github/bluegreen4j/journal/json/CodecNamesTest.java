package io.github.bluegreen4j.journal.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.TrafficStrategy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever can happen has a name in the journal: who adds an event adds its shape, or this says so. */
class CodecNamesTest {
    @ParameterizedTest
    @ValueSource(classes = {DeploymentEvent.class, Effect.class, Command.class, HookSpec.class, TrafficStrategy.class})
    void everyKindHasAName(Class<?> type) {
        Choice<?> choice = (Choice<?>) Vocabulary.SHAPES.byType().get(type);

        assertThat(choice.types()).hasSameElementsAs(SealedTypes.of(type));
    }
}
