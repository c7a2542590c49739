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
    private static final String RUNTIME = "--runtime";
    private static final String TWIN = "--twin";

    @Mixin
    private final ServiceOptions service = new ServiceOptions();

    @Option(
            names = TWIN,
            paramLabel = "CLUSTER/NAME",
            description = "The other service of a pair, with --runtime pair.")
    private @Nullable String twin;

    @Option(
            names = RUNTIME,
            paramLabel = "RUNTIME",
            description = "As of deploy: task-sets, pair or native. Default: pair with --twin, otherwise task-sets.")
    private @Nullable String runtime;

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() {
        SpecReading reading = new SpecReading();
        Optional<ServiceRef> other = reading.optional(TWIN, twin, Texts.SERVICE, Texts::service);
        DeploymentSpec spec =
                reading.build(service.begin(reading, AwsWorld.ofTaskSets(new AwsOptions()), DeploymentSpec::recovery));
        List<OwnedAttribute> owned = owned(spec, other);
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

    private List<OwnedAttribute> owned(DeploymentSpec spec, Optional<ServiceRef> other) {
        String chosen = runtime == null ? (other.isPresent() ? WorldOptions.PAIR : WorldOptions.TASK_SETS) : runtime;
        if (!WorldOptions.RUNTIMES.contains(chosen)) {
            throw Failure.option(RUNTIME, chosen, String.join(", ", WorldOptions.RUNTIMES));
        }
        boolean isPair = chosen.equals(WorldOptions.PAIR);
        if (isPair != other.isPresent()) {
            throw Failure.option(
                    TWIN,
                    other.map(ServiceRef::toString).orElse("(missing)"),
                    isPair ? "the other service of the pair" : "nothing without " + RUNTIME + " " + WorldOptions.PAIR);
        }
        if (chosen.equals(WorldOptions.NATIVE)) {
            return OwnedAttribute.ofNative(spec);
        }
        return other.map(two -> OwnedAttribute.ofServicePair(spec, two))
                .orElseGet(() -> OwnedAttribute.ofTaskSets(spec));
    }
}
