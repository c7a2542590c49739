package io.github.bluegreen4j.examples.cli;

import io.github.bluegreen4j.model.DeploymentSpec;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Puts right what an interrupted deployment left. */
@Command(
        name = "recover",
        description = "Puts right what an interrupted deployment left, and launches nothing: production goes to one"
                + " revision, left-overs of earlier deployments are retired. Exits as deploy does.")
final class RecoverCommand implements Callable<Integer> {
    @Mixin
    private final ServiceOptions service = new ServiceOptions();

    @Mixin
    private final Ordering ordering = new Ordering();

    @Override
    public Integer call() throws InterruptedException {
        return ordering.run(this::read);
    }

    private DeploymentSpec read(World world) {
        SpecReading reading = new SpecReading();
        return reading.build(service.begin(reading, world, DeploymentSpec::recovery));
    }
}
