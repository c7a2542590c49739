package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.ServiceRef;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Puts right what an interrupted deployment left. */
@Command(
        name = "recover",
        description = "Puts right what an interrupted deployment left, and launches nothing: production goes to one"
                + " revision, left-overs of earlier deployments are retired. Exits as deploy does.")
final class RecoverCommand implements Callable<Integer> {
    @Mixin
    private final ServiceOptions service = new ServiceOptions();

    @Option(
            names = "--serve",
            paramLabel = "REVISION",
            description = "The revision that shall serve, as 'bluegreen status' names it: on AWS a task set's ARN."
                    + " Default: the one that was accepted last.")
    private @Nullable String serve;

    @Mixin
    private final Ordering ordering = new Ordering();

    @Override
    public Integer call() throws InterruptedException {
        return ordering.run(this::read, Optional.empty());
    }

    /** The specification. */
    DeploymentSpec read(TargetWorld world) {
        SpecReading reading = new SpecReading();
        return reading.build(service.begin(reading, world, this::start));
    }

    private DeploymentSpec.Builder start(ServiceRef ref) {
        return serve == null ? DeploymentSpec.recovery(ref) : DeploymentSpec.recovery(ref, new RevisionRef(serve));
    }
}
