package io.github.bluegreen4j.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Deploys, and stays to the end or to a stage. */
@Command(
        name = "deploy",
        description =
                "Deploys a service, tells how it goes, and exits by how it ended. When this process dies, the same"
                        + " command with the same --id goes on where it stopped; --id alone, with journal and world, is enough.")
final class DeployCommand implements Callable<Integer> {
    @Mixin
    private final SpecOptions spec = new SpecOptions();

    @Mixin
    private final UntilOption until = new UntilOption();

    @Mixin
    private final Ordering ordering = new Ordering();

    @Override
    public Integer call() throws InterruptedException {
        return ordering.run(world -> spec.read(world, ordering.actor()), until.stage());
    }
}
