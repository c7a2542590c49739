package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.spi.Journal;
import java.util.Optional;

/** The other deployments of a service, which other processes may act for. */
final class OtherDeployments {
    private OtherDeployments() {}

    /**
     * Says what the policy means for those that have not ended. The engine that works on them sees the order in the journal and acts on
     * it.
     */
    static void giveWay(Journal journal, DeploymentId deployment, DeploymentSpec order, Output output) {
        for (Journal.Head head : journal.list(Optional.of(order.service()))) {
            if (head.wakeUp().isEmpty() || head.deployment().equals(deployment)) {
                continue;
            }
            if (head.deployment().isKeeping()) {
                output.note("what " + head.deployment() + " keeps is retired first");
                continue;
            }
            switch (order.concurrency()) {
                case SUPERSEDE ->
                    output.note("deployment " + head.deployment() + " of the service is not over, and is superseded");
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
