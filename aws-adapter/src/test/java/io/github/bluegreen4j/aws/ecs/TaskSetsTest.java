package io.github.bluegreen4j.aws.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.PortException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.ScaleUnit;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.TaskSet;

/** What is made of a task set in states that the fake of AWS passes through at once. */
class TaskSetsTest {
    private static final ServiceRef SHOP = new ServiceRef("prod", "shop");
    private static final RevisionRef SET = new RevisionRef("arn:aws:ecs:eu-west-1:123456789012:task-set/prod/shop/1");

    @Test
    void aTaskSetThatIsBeingDeletedIsGoneAlready() {
        Service service = Service.builder()
                .taskSets(TaskSet.builder()
                        .taskSetArn(SET.id())
                        .status("DRAINING")
                        .build())
                .build();

        PortException thrown = catchThrowableOfType(PortException.class, () -> TaskSets.get(SHOP, service, SET));

        assertThat(thrown.problem().kind()).isEqualTo(Problem.Kind.GONE);
        assertThat(thrown.problem().message()).contains("is being deleted");
    }

    @Test
    void aTaskSetThatWasScaledToZeroIsToRunNothingThoughEcsHasNotComputedItYet() {
        TaskSet lagging = TaskSet.builder()
                .taskSetArn(SET.id())
                .taskDefinition("shop:1")
                .computedDesiredCount(2)
                .runningCount(2)
                .scale(scale -> scale.unit(ScaleUnit.PERCENT).value(0.0))
                .build();

        assertThat(TaskSets.describe(lagging, Optional.empty(), 2, 0, List.of())
                        .counts()
                        .desired())
                .isZero();
    }
}
