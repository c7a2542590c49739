package io.github.bluegreen4j.awstestkit.ecs.bluegreen;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.bluegreen4j.awstestkit.arn.ElbArn;
import io.github.bluegreen4j.awstestkit.wire.Inputs;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import io.github.bluegreen4j.testkit.world.WorldRoute;
import java.util.List;
import java.util.Optional;

/**
 * What {@code CreateService} and {@code UpdateService} refuse about load balancers of the blue/green strategies
 * ("Troubleshooting Amazon ECS blue/green deployments").
 */
final class LoadBalancerRules {
    private LoadBalancerRules() {}

    static void check(JsonNode settings, SimulatedWorld world) {
        List<JsonNode> balancers = Inputs.list(settings, "loadBalancers");
        long groups = balancers.stream()
                .map(balancer -> Inputs.text(balancer, "targetGroupArn").orElse(""))
                .distinct()
                .count();
        if (groups < balancers.size()) {
            throw BlueGreenRefusals.invalid("Duplicate targetGroupArn in loadBalancers.");
        }
        long advanced = balancers.stream()
                .filter(balancer -> balancer.hasNonNull("advancedConfiguration"))
                .count();
        if (advanced == 0) {
            throw BlueGreenRefusals.invalid(
                    "advancedConfiguration is required for each load balancer with this deployment strategy.");
        }
        if (advanced < balancers.size()) {
            throw BlueGreenRefusals.invalid(
                    "advancedConfiguration must be specified for all load balancers or for none of them.");
        }
        if (balancers.size() > 1) {
            throw BlueGreenRefusals.invalid("This fake has services with one load balancer only.");
        }
        checkOne(balancers.get(0), world);
    }

    private static void checkOne(JsonNode balancer, SimulatedWorld world) {
        if (Inputs.text(balancer, "loadBalancerName").isPresent()) {
            throw BlueGreenRefusals.invalid("advancedConfiguration is not supported for Classic Load Balancers.");
        }
        JsonNode advanced = balancer.path("advancedConfiguration");
        for (String field : List.of("alternateTargetGroupArn", "productionListenerRule", "roleArn")) {
            if (Inputs.text(advanced, field).isEmpty()) {
                throw BlueGreenRefusals.invalid(field + " is required in advancedConfiguration.");
            }
        }
        String primary = Inputs.text(balancer, "targetGroupArn").orElse("");
        String alternate = Inputs.text(advanced, "alternateTargetGroupArn").orElse("");
        if (primary.equals(alternate)) {
            throw BlueGreenRefusals.invalid("targetGroupArn and alternateTargetGroupArn must differ.");
        }
        for (String group : List.of(primary, alternate)) {
            if (group.isEmpty() || !world.view().groups().contains(new TargetGroupRef(group))) {
                throw BlueGreenRefusals.invalid("The specified target group does not exist. targetGroupArn: " + group);
            }
        }
        String production = Inputs.text(advanced, "productionListenerRule").orElse("");
        Optional<String> test = Inputs.text(advanced, "testListenerRule");
        checkArn("productionListenerRule", production);
        test.ifPresent(arn -> checkArn("testListenerRule", arn));
        if (test.filter(production::equals).isPresent()) {
            throw BlueGreenRefusals.invalid("productionListenerRule and testListenerRule must differ.");
        }
        if (test.isEmpty() && !listsBoth(TrafficRules.ofBalancer(balancer), world)) {
            throw BlueGreenRefusals.invalid("testListenerRule is required when productionListenerRule is not associated"
                    + " with both target groups.");
        }
    }

    private static boolean listsBoth(TrafficRules rules, SimulatedWorld world) {
        // A rule that does not exist is found in the deployment.
        return world.view()
                .route(rules.production())
                .map(WorldRoute::split)
                .map(split -> split.lists(rules.primary()) && split.lists(rules.alternate()))
                .orElse(true);
    }

    /** A rule of an Application Load Balancer, or a listener of a Network Load Balancer. */
    private static void checkArn(String field, String arn) {
        boolean isValid = ElbArn.of(arn)
                .filter(parsed -> parsed.isNetwork() != parsed.isRule())
                .isPresent();
        if (!isValid) {
            throw BlueGreenRefusals.invalid(field + " has an invalid ARN format: " + arn);
        }
    }
}
