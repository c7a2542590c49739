package io.github.bluegreen4j.engine.registry;

import io.github.bluegreen4j.engine.loop.Loop;
import io.github.bluegreen4j.engine.loop.PortCalls;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.CallRunner.PortCall.Purpose;
import io.github.bluegreen4j.spi.Journal;
import java.util.List;
import java.util.function.Consumer;

/**
 * Commands on their way to deployments: into the journal's mailbox, and from there to a deployment that this engine
 * acts for. Both are repeated until the journal answers. Confined to the loop.
 */
final class CommandInbox {
    private final Loop loop;
    private final DeploymentRegistry registry;
    private final Together<DeploymentId, List<Journal.Mail>> mailboxes;

    CommandInbox(Loop loop, DeploymentRegistry registry) {
        this.loop = loop;
        this.registry = registry;
        this.mailboxes = new Together<>(
                loop,
                CallRunner.Operation.READ_JOURNAL,
                "read the commands for",
                deployment -> deployment,
                Purpose::of,
                PortCalls::mail);
    }

    /** Submits a command for a user. */
    void submit(DeploymentId id, String commandId, Command command, Consumer<Boolean> told) {
        if (registry.isClosing()) {
            return;
        }
        loop.journal(
                id,
                CallRunner.Operation.SUBMIT,
                () -> "submit " + command + " to " + id,
                journal -> journal.submit(id, commandId, command),
                taken -> {
                    told.accept(taken);
                    read(id);
                },
                thrown -> loop.after(loop.settings().retry(), () -> submit(id, commandId, command, told)));
    }

    /** Reads the mailbox of a deployment, if this engine acts for it. */
    void read(DeploymentId id) {
        registry.deployments.find(id).ifPresent(deployment -> read(deployment, () -> {}));
    }

    /** Passes the mailbox to a deployment, and then runs the argument. */
    void read(ActiveDeployment deployment, Runnable then) {
        if (deployment.isDropped() || registry.isClosing()) {
            return;
        }
        mailboxes.ask(
                deployment.id(),
                mail -> {
                    mail.forEach(deployment::enqueue);
                    then.run();
                },
                thrown -> loop.after(loop.settings().retry(), () -> read(deployment, then)));
    }
}
