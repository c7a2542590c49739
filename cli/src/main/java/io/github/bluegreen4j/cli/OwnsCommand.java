package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.aws.OwnedAttribute;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.ServiceRef;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a tool for infrastructure as code must leave alone. */
@Command(
        name = "owns",
        description = "Lists the attributes on AWS that deployments of a service change, and how Terraform and"
                + " CloudFormation call them, so that these tools can leave them alone. Asks nobody.")
final class OwnsCommand implements Callable<Integer> {
    @Mixin
    private final ServiceOptions service = new ServiceOptions();

    @Option(
            names = "--twin",
            paramLabel = "CLUSTER/NAME",
            description =
                    "The other service of a pair. Without it, the service has the controller EXTERNAL and task sets.")
    private @Nullable String twin;

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() {
        SpecReading reading = new SpecReading();
        Optional<ServiceRef> other = reading.optional("--twin", twin, Texts.SERVICE, Texts::service);
        DeploymentSpec spec =
                reading.build(service.begin(reading, AwsWorld.ofTaskSets(new AwsOptions()), DeploymentSpec::recovery));
        List<OwnedAttribute> owned = other.map(two -> OwnedAttribute.ofServicePair(spec, two))
                .orElseGet(() -> OwnedAttribute.ofTaskSets(spec));
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
