package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.engine.DeploymentDescription;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.Journal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How deployments stand, from the journal alone. */
@Command(
        name = "status",
        description = "Tells how a deployment stands, or all deployments of a service, or all that have not ended."
                + " Exit code 0 whatever the status is.")
final class StatusCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ID", arity = "0..1", description = "The deployment.")
    private @Nullable String id;

    @Option(
            names = "--service",
            paramLabel = "CLUSTER/NAME",
            description = "All deployments of a service, newest last.")
    private @Nullable String service;

    @Mixin
    private final JournalOption journal = new JournalOption();

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() {
        if (id != null && service != null) {
            throw Failure.option("--service", service, "a deployment's ID or --service, not both");
        }
        Optional<ServiceRef> wanted = Optional.ofNullable(service)
                .map(text -> Texts.service(text).orElseThrow(() -> Failure.option("--service", text, Texts.SERVICE)));
        try (OpenJournal opened = journal.open()) {
            if (id != null) {
                one(opened, JournaledDeployment.description(opened, new DeploymentId(id)));
            } else {
                many(opened.journal(), wanted);
            }
        }
        return ExitCode.DONE;
    }

    private void one(OpenJournal opened, DeploymentDescription view) {
        if (output.isJson()) {
            output.out().println(JsonLines.description(view));
        } else {
            Description.print(view, output);
            JournaledDeployment.keeping(opened, view).ifPresent(order -> Description.kept(view, order, output));
        }
    }

    private void many(Journal source, Optional<ServiceRef> wanted) {
        List<Journal.Head> heads = source.list(wanted).stream()
                .filter(head -> wanted.isPresent() || head.wakeUp().isPresent())
                .toList();
        if (!output.isJson()) {
            source.line()
                    .filter(Journal.Line::stopped)
                    .ifPresent(line -> output.print(Tone.WARNING, Given.visible(line)));
        }
        for (Journal.Head head : heads) {
            DeploymentEngine.describe(source, head.deployment()).ifPresent(this::line);
        }
        if (heads.isEmpty()) {
            output.note(wanted.map(ref -> "no deployment of " + ref).orElse("no deployment that has not ended"));
        }
    }

    private void line(DeploymentDescription view) {
        if (output.isJson()) {
            output.out().println(JsonLines.description(view));
        } else {
            output.print(Tone.of(view.status()), Description.line(view));
        }
    }
}
