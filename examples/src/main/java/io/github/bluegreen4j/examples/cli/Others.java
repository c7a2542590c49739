package io.github.bluegreen4j.examples.cli;

import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.spi.Journal;
import java.util.Optional;
import java.util.UUID;

/** The other deployments of a service, which other processes may act for. */
final class Others {
    private Others() {}

    /**
     * Does what the policy says about those that are not over. An engine supersedes what it acts for itself; one of another
     * process keeps its service until it has ended, so it is told to stop.
     */
    static void giveWay(Journal journal, DeploymentId deployment, DeploymentSpec order, Output output) {
        for (Journal.Head head : journal.list(Optional.of(order.service()))) {
            if (head.wakeUp().isEmpty() || head.deployment().equals(deployment)) {
                continue;
            }
            switch (order.concurrency()) {
                case SUPERSEDE -> {
                    output.note("deployment " + head.deployment() + " of the service is not over, and is superseded");
                    String commandId = "superseded-by-" + deployment + "-" + UUID.randomUUID();
                    journal.submit(
                            head.deployment(), commandId, new Command.Abort("superseded by deployment " + deployment));
                }
                case QUEUE ->
                    output.note("deployment " + head.deployment() + " of the service is not over; this one waits");
                case REJECT ->
                    throw new Failure(
                            ExitCode.REFUSED,
                            "deployment " + head.deployment()
                                    + " of the service is not over, and the policy is reject");
            }
        }
    }
}
