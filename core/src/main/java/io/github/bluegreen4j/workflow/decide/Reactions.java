package io.github.bluegreen4j.workflow.decide;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.Gate;
import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.Approvals;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.workflow.agenda.Agenda;
import io.github.bluegreen4j.workflow.agenda.Standstill;
import io.github.bluegreen4j.workflow.agenda.WatchOrder;
import io.github.bluegreen4j.workflow.script.ProgressReport;
import io.github.bluegreen4j.workflow.state.Bake;
import io.github.bluegreen4j.workflow.state.Ended;
import io.github.bluegreen4j.workflow.state.Forward;
import io.github.bluegreen4j.workflow.state.HookRun;
import io.github.bluegreen4j.workflow.state.Identity;
import io.github.bluegreen4j.workflow.state.Node;
import io.github.bluegreen4j.workflow.state.ResourceLock;
import io.github.bluegreen4j.workflow.state.Running;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The immediate reactions to each kind of input. {@link AutoAdvance} adds what follows from the new state. */
public final class Reactions implements Input.Handler<Decision> {
    private final Decision decision;
    private final Agenda agenda;

    /**
     * @param agenda what the state requires
     */
    public Reactions(Decision decision, Agenda agenda) {
        this.decision = decision;
        this.agenda = agenda;
    }

    private Instant at() {
        return decision.at();
    }

    private Decision record(DeploymentEvent event) {
        return decision.record(event);
    }

    @Override
    public Decision ordered(Input.Ordered input) {
        boolean isNew = decision.state().node() == Node.NOT_STARTED;
        boolean again = decision.state() instanceof Ended ended && ended.run().refused();
        return isNew || again
                ? record(new ProgressEvent.DeploymentCreated(at(), input.deployment(), input.spec(), input.by()))
                : decision;
    }

    @Override
    public Decision turnCame(Input.TurnCame input) {
        Optional<Forward> waiting = decision.forward()
                .filter(forward -> forward.isPending() && forward.admittedAt().isEmpty() && !forward.isKeeping());
        if (waiting.isEmpty()) {
            return decision;
        }
        Identity identity = waiting.get().run().identity();
        List<InvalidSpecException.Fault> faults = Approvals.faults(identity.spec(), identity.orderedBy());
        return faults.isEmpty() ? record(new ProgressEvent.DeploymentAdmitted(at())) : refuse(faults);
    }

    private Decision refuse(List<InvalidSpecException.Fault> faults) {
        record(new ProgressEvent.DeploymentRefused(at(), faults));
        String all = faults.stream().map(InvalidSpecException.Fault::toString).collect(Collectors.joining("; "));
        return decision.close(DeploymentStatus.STOPPED, all + "; nothing was touched");
    }

    @Override
    public Decision commanded(Input.Commanded input) {
        boolean over = decision.state().status().isTerminal();
        boolean answered = decision.state()
                .running()
                .map(run -> run.answered().contains(input.commandId()))
                .orElse(true);
        return over || answered ? decision : input.command().accept(new CommandReactions(decision, input));
    }

    @Override
    public Decision superseded(Input.Superseded input) {
        if (decision.state().isKeeping()) {
            return record(new ProgressEvent.KeepingEnded(
                    at(),
                    ProgressEvent.KeepingEnded.Why.DEPLOYMENT,
                    "deployment " + input.by() + " was ordered",
                    Optional.empty()));
        }
        boolean keeps = decision.state()
                .running()
                .filter(run -> run.spec().kept().isPresent())
                .isPresent();
        if (keeps) { // it retires what is kept, or takes production back: then it is the other one's turn
            return decision;
        }
        return decision.stop("superseded by deployment " + input.by(), Optional.empty());
    }

    @Override
    public Decision rejected(Input.Rejected input) {
        boolean waits = decision.forward()
                .filter(forward -> forward.isPending() && forward.admittedAt().isEmpty())
                .isPresent();
        if (!waits) {
            return decision;
        }
        InvalidSpecException.Fault fault = new InvalidSpecException.Fault(
                "concurrency", "REJECT", "QUEUE or SUPERSEDE while deployment " + input.by() + " has not ended");
        return refuse(List.of(fault));
    }

    @Override
    public Decision effectNoted(Input.EffectNoted input) {
        if (!agenda.effects().contains(input.effect())) {
            return decision;
        }
        return input.note().accept(new ProgressReport.Handler<Decision>() {
            @Override
            public Decision waiting(ProgressReport.Waiting note) {
                boolean told = decision.state()
                        .running()
                        .map(run -> run.pendingWork().gate(input.effect()).equals(Optional.of(note.gate())))
                        .orElse(false);
                return told && !changesRestoration(note.gate())
                        ? decision
                        : record(new WorkEvent.WorkWaiting(
                                at(), input.effect(), note.gate(), note.seen(), note.wanted()));
            }

            @Override
            public Decision progress(ProgressReport.Progressed note) {
                Optional<HookRun> hook = HookReactions.runOf(input.effect(), decision.state());
                hook.filter(run -> !run.details().equals(note.details()))
                        .ifPresent(run -> record(new HookEvent.HookProgressed(at(), run.execution(), note.details())));
                return decision;
            }
        });
    }

    /**
     * Whether a wait that was reported before is news for the restoration: blue was scaled in again, or other work
     * has seen another reason meanwhile.
     */
    private boolean changesRestoration(Gate gate) {
        return !decision.state()
                .restored(restoration -> restoration.waits(gate, at()))
                .equals(decision.state());
    }

    @Override
    public Decision effectEnded(Input.EffectEnded input) {
        Optional<ResourceLock> hold = decision.state()
                .running()
                .flatMap(run -> input.effect().resource().flatMap(run.pendingWork()::on))
                .filter(lock -> lock.effect().equals(input.effect()));
        return hold.isPresent() ? mutationEnded(hold.get(), input) : readingEnded(input);
    }

    private Decision mutationEnded(ResourceLock lock, Input.EffectEnded input) {
        if (lock.isOwed()) {
            return input.outcome().accept(new OutcomeReactions(decision, input.effect()));
        }
        if (input.outcome().isCertain()) {
            lock.effect().resource().ifPresent(resource -> record(new WorkEvent.ResourceQuieted(at(), resource)));
        }
        return decision;
    }

    private Decision readingEnded(Input.EffectEnded input) {
        boolean wanted = input.effect().resource().isEmpty() && agenda.effects().contains(input.effect());
        return wanted ? input.outcome().accept(new OutcomeReactions(decision, input.effect())) : decision;
    }

    @Override
    public Decision timerFired(Input.TimerFired input) {
        boolean armed = agenda.timers().containsKey(input.timer());
        return armed && decision.guards().hasConsequence(input.timer())
                ? input.timer().accept(new TimerReactions(decision))
                : decision;
    }

    @Override
    public Decision observed(Input.Observed input) {
        for (WatchOrder order : agenda.watches()) {
            if (order.watch() == input.watch()) {
                new WatchReactions(decision).observed(input.watch(), input.readings());
                return decision;
            }
        }
        return decision;
    }

    @Override
    public Decision stalled(Input.Stalled input) {
        boolean over = decision.state().status().isTerminal()
                || decision.state().running().isEmpty();
        if (over || !input.since().isBefore(at())) {
            return decision;
        }
        // If nothing answered before, the time since then does not count.
        Instant since = Standstill.earlier(decision.state(), input.since());
        record(new ProgressEvent.EngineStalled(at(), since));
        decision.forward()
                .map(Forward::bake)
                .filter(Bake::runs)
                .ifPresent(bake -> record(new ProgressEvent.BakePaused(at(), bake.remainingAfter(input.since()))));
        return decision;
    }

    @Override
    public Decision resumed(Input.Resumed input) {
        Optional<Running> running = decision.state().running();
        if (decision.state().status().isTerminal() || running.isEmpty()) {
            return decision;
        }
        Duration late = running.get().pendingWork().lateWriteDelay(input.lastAlive(), input.writeDelay());
        return record(new ProgressEvent.EngineResumed(
                at(),
                input.lastAlive(),
                decision.quietAt(running.get()),
                Optional.of(at().plus(late)).filter(until -> until.isAfter(at()))));
    }
}
