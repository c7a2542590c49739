package io.github.bluegreen4j.notify;

import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.Roles;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.DeploymentListener;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.PortException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Sends a CDEvent for the end of each deployment, so that other tools see what a service runs and how changes fare. Every end is
 * exactly one event:
 *
 * <ul>
 *   <li>{@code service.upgraded}: the deployment was successful;
 *   <li>{@code service.deployed}: the same, and no revision served before;
 *   <li>{@code service.rolledback}: it was not successful, so the service should run what it ran before. The custom data say whether
 *       it does: they have the status, the reason, what serves, and what is left over. This includes orders that were refused.
 * </ul>
 *
 * <p>Delivery is at least once and the id of an event is constant. {@link #addTo} adds the listener under a name, so that a
 * crash loses no event. While the receiver does not answer, the events wait in the journal. Thread-safe.
 */
public final class CdEvents implements DeploymentListener {
    /** The name under which {@link #addTo} adds the listener. */
    public static final String LISTENER = "cdevents";

    private static final Duration JOURNAL_RETRY = Duration.ofSeconds(5);

    private final Journal journal;
    private final URI source;
    private final Consumer<CdEvent> sender;
    private final UnaryOperator<String> artifacts;

    private CdEvents(Journal journal, URI source, Consumer<CdEvent> sender, UnaryOperator<String> artifacts) {
        this.journal = Given.value("journal", journal);
        this.source = Given.value("source", source);
        this.sender = Given.value("sender", sender);
        this.artifacts = Given.value("artifacts", artifacts);
    }

    /**
     * Sends CloudEvents over HTTP, in binary mode.
     *
     * @param journal the engine's journal; the history of a deployment that has ended is read from it
     * @param source names this system in events, for example {@code https://deploy.acme.com}
     * @param receiver where the events are posted
     * @return the listener
     */
    public static CdEvents overHttp(Journal journal, URI source, HttpEndpoint receiver) {
        Given.value("receiver", receiver);
        return through(
                journal, source, event -> receiver.post("application/json", event.toJson(), event.cloudEventHeaders()));
    }

    /**
     * Sends events in another way, for example with a message broker.
     *
     * @param journal the engine's journal; the history of a deployment that has ended is read from it
     * @param source names this system in events
     * @param sender sends an event, and returns when the receiver has it. To send it again later, it throws {@link
     *     PortException#later}; any other exception leads to 3 attempts in all
     * @return the listener
     */
    public static CdEvents through(Journal journal, URI source, Consumer<CdEvent> sender) {
        return new CdEvents(journal, source, sender, CdEvents::packageUrl);
    }

    /**
     * {@return the same listener with other ids of artifacts} By default the definition {@code checkout:42} becomes {@code
     * pkg:generic/checkout@42}, and a definition that is a package URL stays as it is.
     *
     * @param newArtifacts makes a package URL of the definition of a revision, which is for example the name of a task definition
     */
    public CdEvents artifacts(UnaryOperator<String> newArtifacts) {
        return new CdEvents(journal, source, sender, newArtifacts);
    }

    /**
     * Adds this listener to an engine under the name {@link #LISTENER}.
     *
     * @param builder the builder of the engine
     * @return the same builder
     */
    public EngineBuilder addTo(EngineBuilder builder) {
        return builder.listener(LISTENER, this);
    }

    static String packageUrl(String definition) {
        if (definition.startsWith("pkg:")) {
            return definition;
        }
        int colon = definition.lastIndexOf(':');
        return colon > 0 && colon < definition.length() - 1
                ? "pkg:generic/" + Percents.encoded(definition.substring(0, colon), "") + '@'
                        + Percents.encoded(definition.substring(colon + 1), "")
                : "pkg:generic/" + Percents.encoded(definition, "");
    }

    @Override
    public void onEvent(DeploymentId deployment, long version, DeploymentEvent event) {
        if (event instanceof ProgressEvent.DeploymentEnded) {
            history(deployment)
                    .map(Journal.History::events)
                    .filter(events -> events.size() >= version)
                    .flatMap(events -> event(deployment, events.subList(0, Math.toIntExact(version))))
                    .ifPresent(sender);
        }
    }

    private Optional<Journal.History> history(DeploymentId deployment) {
        try {
            return journal.read(deployment);
        } catch (PortException unreadable) {
            throw unreadable.problem().kind() == Problem.Kind.REFUSED
                    ? unreadable
                    : PortException.later(unreadable.problem(), JOURNAL_RETRY);
        }
    }

    /**
     * {@return the event for the end of a deployment; empty if it has not ended, or if it kept a revision that was not needed} A deployment that was refused may be ordered again
     * under its id: then the last order counts.
     *
     * @param deployment the deployment
     * @param events its events up to its end
     */
    public Optional<CdEvent> event(DeploymentId deployment, List<DeploymentEvent> events) {
        Ending ending = new Ending();
        events.forEach(ending::add);
        return ending.end.flatMap(end -> ending.spec
                // What was only kept for an undo served nobody, and its retirement changes nothing for them.
                .filter(spec -> !spec.isKeeping() || ending.undone)
                .map(spec -> event(deployment, events.size(), spec, ending, end)));
    }

    private CdEvent event(
            DeploymentId deployment,
            int version,
            DeploymentSpec spec,
            Ending ending,
            ProgressEvent.DeploymentEnded end) {
        boolean upgraded = end.status() == DeploymentStatus.SUCCESSFUL && !spec.isRecovery();
        ServiceRef service = spec.service();
        String ordered = artifacts.apply(spec.revision().definition());
        Map<String, Object> custom = new LinkedHashMap<>();
        custom.put("deployment", deployment.value());
        custom.put("status", end.status().name());
        custom.put("refused", ending.refused);
        custom.put("ordered", ordered);
        custom.put("reason", end.reason());
        ending.cause.ifPresent(cause -> custom.put("cause", cause));
        ending.orderedBy.ifPresent(actor -> custom.put("orderedBy", actor));
        custom.put("serving", end.serving());
        custom.put("leftOvers", end.leftOvers());
        custom.put("warnings", end.warnings());
        String identity = "bluegreen4j/cdevents/" + deployment + "/" + version;
        return new CdEvent(
                !upgraded ? CdEvent.Type.ROLLEDBACK : ending.hadBlue ? CdEvent.Type.UPGRADED : CdEvent.Type.DEPLOYED,
                UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8))
                        .toString(),
                source,
                end.at(),
                service.toString(),
                service.cluster(),
                upgraded ? ordered : ending.blue.map(artifacts).orElse(ordered),
                custom);
    }

    /** What an event needs of the history. */
    private static final class Ending {
        private Optional<DeploymentSpec> spec = Optional.empty();
        private Optional<String> orderedBy = Optional.empty();
        private Optional<String> blue = Optional.empty();
        private Optional<String> cause = Optional.empty();
        private Optional<ProgressEvent.DeploymentEnded> end = Optional.empty();
        private boolean hadBlue;
        private boolean undone;
        private boolean refused;

        void add(DeploymentEvent event) {
            if (event instanceof ProgressEvent.DeploymentCreated created) {
                spec = Optional.of(created.spec());
                orderedBy = created.by().map(by -> by.actor());
                blue = Optional.empty();
                cause = Optional.empty();
                end = Optional.empty();
                hadBlue = false;
                undone = false;
                refused = false;
            } else if (event instanceof ProgressEvent.KeepingEnded kept) {
                undone = kept.why() == ProgressEvent.KeepingEnded.Why.UNDO;
                orderedBy = kept.by().map(by -> by.actor());
            } else if (event instanceof ProgressEvent.DeploymentRefused) {
                refused = true;
            } else if (event instanceof ProgressEvent.DeploymentStarted started) {
                roles(started.roles(), started.readings());
            } else if (event instanceof ProgressEvent.ServiceReconciled reconciled) {
                roles(reconciled.roles(), reconciled.readings());
            } else if (event instanceof ProgressEvent.RollbackStarted started) {
                cause = Optional.of(started.cause().name());
            } else if (event instanceof ProgressEvent.DeploymentEnded ended) {
                end = Optional.of(ended);
            }
        }

        private void roles(Roles roles, Readings readings) {
            hadBlue = roles.blue().isPresent();
            blue = roles.blue()
                    .flatMap(one -> readings.service().flatMap(described -> described.find(one)))
                    .map(ServiceDescription.Revision::definition)
                    .or(() -> blue);
        }
    }
}
