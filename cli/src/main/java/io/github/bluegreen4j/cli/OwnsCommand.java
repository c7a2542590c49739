package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.aws.OwnedAttribute;
import io.github.bluegreen4j.model.DeploymentSpec;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What a tool for infrastructure as code must leave alone. */
@Command(
        name = "owns",
        description = "Lists the attributes on AWS that deployments of a service change, and how Terraform and"
                + " CloudFormation call them, so that these tools can leave them alone. Asks nobody.")
final class OwnsCommand implements Callable<Integer> {
    @Mixin
    private final ServiceOptions service = new ServiceOptions();

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() {
        SpecReading reading = new SpecReading();
        DeploymentSpec spec =
                reading.build(service.begin(reading, AwsWorld.ofTaskSets(new AwsOptions()), DeploymentSpec::recovery));
        List<OwnedAttribute> owned = OwnedAttribute.ofTaskSets(spec);
        owned.forEach(attribute -> {
            if (output.isJson()) {
                output.out().println(JsonLines.owned(attribute));
            } else {
                output.out().print(attribute.toText());
            }
        });
        output.out().flush();
        return ExitCode.DONE;
    }
}
