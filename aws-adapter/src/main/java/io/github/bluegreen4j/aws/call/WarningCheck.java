package io.github.bluegreen4j.aws.call;

import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.Finding;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.PreflightCheck;
import java.util.List;
import java.util.function.Function;

/**
 * A check that only warns, so it delays no deployment: if something cannot be read now, because AWS does not answer or the
 * budget has no room, it counts as not checked.
 *
 * @param name the name of the check
 * @param made makes the check
 */
public record WarningCheck(String name, Function<DeploymentSpec, List<Finding>> made) implements PreflightCheck {
    @Override
    public List<Finding> check(DeploymentSpec spec) {
        try {
            return made.apply(spec);
        } catch (PortException unread) {
            return List.of(Finding.notChecked(
                    name, "service", spec.service().toString(), "can't be checked: " + unread.problem()));
        }
    }

    /**
     * {@return a check that says which permissions cannot be tried} Elastic Load Balancing and ECS have no dry run, so a missing
     * permission to write is found by the first write.
     *
     * @param name the name of the check
     * @param actions the IAM actions of the writes
     */
    public static PreflightCheck ofWrites(String name, List<String> actions) {
        return new WarningCheck(
                name,
                spec -> List.of(Finding.notChecked(
                                name,
                                "service",
                                spec.service().toString(),
                                "needs permissions that AWS can't try without a change: " + String.join(", ", actions))
                        .mend(
                                "Simulate the policy of the engine's role.",
                                "aws iam simulate-principal-policy --policy-source-arn ROLE_ARN --action-names "
                                        + String.join(" ", actions))));
    }
}
