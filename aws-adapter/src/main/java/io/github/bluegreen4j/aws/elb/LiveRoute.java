package io.github.bluegreen4j.aws.elb;

import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.PortException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AuthenticateOidcActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ForwardActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupStickinessConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/**
 * A route as it was just read, with everything that a write must send back.
 *
 * @param route the route
 * @param isDefault whether it is a listener's default rule, which is changed through the listener
 * @param actions all actions, in AWS's order
 * @param settle how long its data plane may lag behind a write
 */
record LiveRoute(RouteRef route, boolean isDefault, List<Action> actions, Duration settle) {

    LiveRoute {
        actions = List.copyOf(actions);
    }

    RouteReading reading() {
        Action forward = forward();
        TrafficSplit split = split(forward);
        Optional<Duration> stickiness = stickiness(forward);
        String fingerprint =
                split + stickiness.map(duration -> " sticky for " + duration).orElse("");
        return new RouteReading(route, split, stickiness, fingerprint, settle);
    }

    /** Returns the one action that forwards. Only actions that authenticate may precede it. */
    private Action forward() {
        Optional<Action> forward = Optional.empty();
        for (Action action : actions) {
            switch (action.type()) {
                case FORWARD -> {
                    if (forward.isPresent()) {
                        throw refused("it has two forward actions");
                    }
                    forward = Optional.of(action);
                }
                case AUTHENTICATE_OIDC, AUTHENTICATE_COGNITO, JWT_VALIDATION -> {
                    // An authentication action is sent back unchanged.
                }
                case REDIRECT, FIXED_RESPONSE, UNKNOWN_TO_SDK_VERSION ->
                    throw refused("it has an action of type " + action.typeAsString());
            }
        }
        return forward.orElseThrow(() -> refused("it has no forward action"));
    }

    private PortException refused(String why) {
        return new PortException(new Problem(
                Problem.Kind.REFUSED,
                "read",
                route.id(),
                "route: " + why
                        + "; allowed: one forward action to our two target groups, after actions that authenticate"));
    }

    /** Returns the weights of an action that forwards. */
    static TrafficSplit split(Action forward) {
        Map<TargetGroupRef, Integer> weights = new TreeMap<>();
        ForwardActionConfig config = forward.forwardConfig();
        if (config == null || !config.hasTargetGroups()) {
            weights.put(new TargetGroupRef(forward.targetGroupArn()), 1);
        } else {
            for (TargetGroupTuple tuple : config.targetGroups()) {
                // A sole target group may be listed without a weight.
                int weight = tuple.weight() == null ? 1 : tuple.weight();
                weights.put(new TargetGroupRef(tuple.targetGroupArn()), weight);
            }
        }
        return new TrafficSplit(weights);
    }

    private static Optional<Duration> stickiness(Action forward) {
        return Optional.ofNullable(forward.forwardConfig())
                .map(ForwardActionConfig::targetGroupStickinessConfig)
                .filter(config -> Boolean.TRUE.equals(config.enabled()))
                .map(TargetGroupStickinessConfig::durationSeconds)
                .map(Duration::ofSeconds);
    }

    /** Returns all actions as they were read, with new weights. */
    List<Action> weighed(TrafficSplit split) {
        List<Action> weighed = new ArrayList<>();
        for (Action action : actions) {
            weighed.add(action.type() == ActionTypeEnum.FORWARD ? weigh(action, split) : keep(action));
        }
        return weighed;
    }

    private static Action weigh(Action forward, TrafficSplit split) {
        List<TargetGroupTuple> tuples = new ArrayList<>();
        split.weights()
                .forEach((group, weight) -> tuples.add(TargetGroupTuple.builder()
                        .targetGroupArn(group.id())
                        .weight(weight)
                        .build()));
        ForwardActionConfig.Builder config =
                forward.forwardConfig() == null ? ForwardActionConfig.builder() : forward.forwardConfig().toBuilder();
        // The short form allows only one target group.
        return forward.toBuilder()
                .targetGroupArn(null)
                .forwardConfig(config.targetGroups(tuples).build())
                .build();
    }

    /** Prepares an action to be sent back. Reads omit the client secret, so AWS is told to keep the existing one. */
    private static Action keep(Action action) {
        AuthenticateOidcActionConfig oidc = action.authenticateOidcConfig();
        return oidc == null
                ? action
                : action.toBuilder()
                        .authenticateOidcConfig(
                                oidc.toBuilder().useExistingClientSecret(true).build())
                        .build();
    }
}
