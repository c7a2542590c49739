package io.github.bluegreen4j.aws.elb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.PortException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

class LiveRouteTest {
    private static LiveRoute route(Action... actions) {
        return new LiveRoute(new RouteRef("rule"), false, List.of(actions), Duration.ZERO);
    }

    private static Action forward() {
        return Action.builder()
                .type(ActionTypeEnum.FORWARD)
                .targetGroupArn("blue")
                .build();
    }

    private static Problem refusal(LiveRoute route) {
        return catchThrowableOfType(PortException.class, route::reading).problem();
    }

    /** It could not be sent back. */
    @Test
    void anActionThatThisSdkDoesNotKnowIsRefused() {
        Problem problem =
                refusal(route(Action.builder().type("quantum-entangle").build(), forward()));

        assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
        assertThat(problem.message()).contains("quantum-entangle");
    }

    @Test
    void twoForwardsAndNoneAreRefused() {
        assertThat(refusal(route(forward(), forward())).message()).contains("two forward actions");
        assertThat(refusal(route()).message()).contains("no forward action");
    }

    @Test
    void theShortFormOfAForwardIsReadAndBecomesTheLongOne() {
        LiveRoute route = route(forward());
        TargetGroupRef blue = new TargetGroupRef("blue");
        assertThat(route.reading().split()).isEqualTo(new TrafficSplit(Map.of(blue, 1)));

        Action written = route.weighed(TrafficSplit.allOn(blue, new TargetGroupRef("green")))
                .get(0);

        assertThat(written.targetGroupArn()).isNull();
        assertThat(written.forwardConfig().targetGroups())
                .containsExactly(
                        TargetGroupTuple.builder()
                                .targetGroupArn("blue")
                                .weight(100)
                                .build(),
                        TargetGroupTuple.builder()
                                .targetGroupArn("green")
                                .weight(0)
                                .build());
    }
}
