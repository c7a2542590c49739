package io.github.bluegreen4j.awstestkit;

import static io.github.bluegreen4j.awstestkit.WireShop.CHECKOUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.model.TrafficSplit;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.StabilityStatus;
import software.amazon.awssdk.services.ecs.model.TaskSet;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** One deployment by hand, with the SDK alone, in virtual time. */
class WorldStoryTest {
    private final WireShop shop = new WireShop();

    private List<TargetHealthStateEnum> health(String group) {
        return shop
                .elb
                .describeTargetHealth(request -> request.targetGroupArn(group))
                .targetHealthDescriptions()
                .stream()
                .map(description -> description.targetHealth().state())
                .toList();
    }

    private void weigh(int first, int second) {
        shop.elb.modifyRule(request -> request.ruleArn(shop.rule.id()).actions(shop.forward(first, second)));
    }

    @Test
    void aTaskSetIsLaunchedGetsHealthyIsGivenTheTrafficAndTheOldOneIsDrainedAndDeleted() {
        TaskSet green = shop.createGreen();
        assertThat(green.status()).isEqualTo("ACTIVE");
        assertThat(green.computedDesiredCount()).isEqualTo(3);
        assertThat(green.pendingCount()).isEqualTo(3);
        assertThat(green.stabilityStatus()).isEqualTo(StabilityStatus.STABILIZING);

        shop.time.advance(Duration.ofSeconds(20));
        assertThat(shop.described(green.taskSetArn()).runningCount()).isEqualTo(3);
        assertThat(shop.described(green.taskSetArn()).stabilityStatus()).isEqualTo(StabilityStatus.STABILIZING);
        assertThat(health(shop.second.id())).hasSize(3).containsOnly(TargetHealthStateEnum.INITIAL);

        shop.time.advance(Duration.ofSeconds(10));
        assertThat(health(shop.second.id())).hasSize(3).containsOnly(TargetHealthStateEnum.HEALTHY);
        assertThat(shop.described(green.taskSetArn()).stabilityStatus()).isEqualTo(StabilityStatus.STEADY_STATE);

        weigh(0, 100);
        assertThat(shop.world.split(shop.rule)).isEqualTo(TrafficSplit.allOn(shop.second, shop.first));

        shop.ecs.updateServicePrimaryTaskSet(
                request -> request.cluster("prod").service("checkout").primaryTaskSet(green.id()));
        assertThat(shop.described(green.taskSetArn()).status()).isEqualTo("PRIMARY");
        assertThat(shop.described(shop.blue.id()).status()).isEqualTo("ACTIVE");

        shop.ecs.updateTaskSet(request -> request.cluster("prod")
                .service("checkout")
                .taskSet(shop.blue.id())
                .scale(scale -> scale.value(0.0).unit("PERCENT")));
        assertThat(health(shop.first.id())).hasSize(3).containsOnly(TargetHealthStateEnum.DRAINING);
        assertThat(shop.described(shop.blue.id()).runningCount()).isZero();

        TaskSet deleted = shop.ecs
                .deleteTaskSet(
                        request -> request.cluster("prod").service("checkout").taskSet(shop.blue.id()))
                .taskSet();
        assertThat(deleted.status()).isEqualTo("DRAINING");
        assertThat(shop.described(shop.blue.id()).status()).isEqualTo("DRAINING");

        shop.time.advance(Duration.ofSeconds(30));
        assertThat(shop.world.describe(CHECKOUT).revisions()).hasSize(1);
        assertThat(health(shop.first.id())).isEmpty();
        assertThat(shop.ecs
                        .listTasks(request ->
                                request.cluster("prod").serviceName("checkout").desiredStatus(DesiredStatus.STOPPED))
                        .taskArns())
                .hasSize(3);
    }
}
