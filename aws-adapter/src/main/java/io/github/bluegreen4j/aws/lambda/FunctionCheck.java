package io.github.bluegreen4j.aws.lambda;

import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.Finding;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.PreflightCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Checks that the Lambda functions of a deployment exist and may be invoked.
 *
 * @param dryRun makes a dry run of a function
 */
record FunctionCheck(Consumer<String> dryRun) implements PreflightCheck {
    @Override
    public String name() {
        return "hook-functions";
    }

    @Override
    public List<Finding> check(DeploymentSpec spec) {
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < spec.hooks().size(); i++) {
            if (spec.hooks().get(i) instanceof HookSpec.Lambda hook) {
                findings.add(check("hooks[" + i + "].functionArn", hook.functionArn()));
            }
        }
        return findings;
    }

    private Finding check(String field, String function) {
        try {
            dryRun.accept(function);
            return Finding.passed(name(), field, function, "exists and may be invoked");
        } catch (PortException failed) {
            Problem problem = failed.problem();
            if (!problem.isAnswered()) {
                throw failed;
            }
            return Finding.error(
                            name(),
                            field,
                            function,
                            "can't be invoked: " + problem.message(),
                            "a function that exists and that the engine's role may invoke")
                    .mend(
                            "Create the function, or permit the engine's role to invoke it.",
                            "aws lambda invoke --invocation-type DryRun --function-name " + function + " /dev/null");
        }
    }
}
