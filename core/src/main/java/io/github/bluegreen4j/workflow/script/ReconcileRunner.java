package io.github.bluegreen4j.workflow.script;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.Gate;
import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.workflow.rules.Guards;
import io.github.bluegreen4j.workflow.rules.Verdict;
import io.github.bluegreen4j.workflow.state.Running;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Runs one step of the script of one piece of work: observe, compare, act, and observe again to verify. */
public final class ReconcileRunner {
    private final Running run;
    private final Guards guards;
    private final Effect effect;
    private final Reconciler reconciler;
    private final boolean refusalsAreFinal;
    private final Instant now;

    /**
     * @param refusalsAreFinal whether a call that is refused for good ends the work. Going forward it does; in a
     *     rollback the engine retries until the deadline
     * @param asks whether the engine has policies
     */
    public ReconcileRunner(
            Running run, Guards guards, Effect effect, boolean refusalsAreFinal, boolean asks, Instant now) {
        this.run = run;
        this.guards = guards;
        this.effect = effect;
        this.reconciler = effect.accept(new Reconcilers(run, guards, asks, now));
        this.refusalsAreFinal = refusalsAreFinal;
        this.now = now;
    }

    public Step start() {
        return observe(ReconcileScript.begin(effect), Duration.ZERO, Optional.empty());
    }

    public Step resume(ReconcileScript script, Answer answer) {
        List<Call> calls = reconciler.observe(script.acted());
        if (!script.acting() && script.index() >= calls.size()) {
            return onwards(script, calls); // it was asked for what an undo does not ask
        }
        return answer.result().accept(new Answer.Handler<Step>() {
            @Override
            public Step response(Response response) {
                if (script.acting()) {
                    return observe(script.again(true, 0), Duration.ZERO, Optional.empty());
                }
                Readings readings = response.addedTo(script.readings());
                // What checks find is no reading of the world: it does not age, however long the checks wait for room.
                return onwards(
                        calls.get(script.index()).subject().isPresent()
                                ? script.read(readings, answer.startedAt())
                                : script.found(readings),
                        calls);
            }

            @Override
            public Step problem(Problem problem) {
                if (script.acting()) {
                    return notDone(script, problem);
                }
                Optional<Readings> gone = gone(script, calls, problem);
                return gone.isPresent()
                        ? onwards(script.read(gone.get(), answer.startedAt()), calls)
                        : notRead(script, calls, problem);
            }
        });
    }

    /** The fact that something does not exist is a reading, too. */
    private static Optional<Readings> gone(ReconcileScript script, List<Call> calls, Problem problem) {
        if (problem.kind() != Problem.Kind.GONE) {
            return Optional.empty();
        }
        return calls.get(script.index())
                .subject()
                .map(subject -> script.readings().with(subject, problem));
    }

    private Step observe(ReconcileScript script, Duration after, Optional<ProgressReport> note) {
        return next(script, reconciler.observe(script.acted()), after, note);
    }

    private Step next(ReconcileScript script, List<Call> calls, Duration after, Optional<ProgressReport> note) {
        return new Step.Next(script, calls.get(script.index()), limits().call(), after, note);
    }

    public Step again(ReconcileScript script) {
        return together(script.again(script.acted(), script.tries()), Optional.empty());
    }

    /** The next reading, or what follows from all of them. */
    private Step onwards(ReconcileScript script, List<Call> calls) {
        if (script.index() < calls.size()) {
            return next(script, calls, Duration.ZERO, Optional.empty());
        }
        Instant oldest = script.oldest().orElse(now);
        boolean fresh = guards.isFresh(limits().freshness(), oldest, now);
        if (reconciler.needsFreshness() && !fresh) {
            Verdict stale = Verdict.bad(
                    "the first of " + calls.size() + " readings was older than " + limits().freshness()
                            + " when the last was made",
                    "readings that are fresh together");
            Optional<ProgressReport> note = note(script, Gate.READABLE, stale);
            ReconcileScript again = script.note(Gate.READABLE).again(script.acted(), script.tries());
            return together(again, note);
        }
        // Each reading has its own age: fresh health does not become unknown because another call took long.
        boolean healthIsOld =
                !guards.isFresh(limits().freshness(), script.oldestHealth().orElse(now), now);
        if (healthIsOld && script.tries() < limits().hookTries()) {
            // Stale health counts as unknown, and unknown lets the rollback proceed. Re-read first, so that traffic
            // is not sent to a dead blue.
            return together(script.again(script.acted(), script.tries() + 1), Optional.empty());
        }
        Readings readings = healthIsOld ? script.readings().withoutHealth() : script.readings();
        return follow(
                script,
                calls,
                reconciler
                        .gone(readings)
                        .orElseGet(() -> script.acted() || !oldest.isBefore(reconciler.provenFrom())
                                ? reconciler.compare(readings)
                                : reconciler.compareUnproven(readings)));
    }

    /**
     * A new round whose reads all start together. One by one they would take longer than a reading stays fresh, in
     * every round.
     */
    private Step together(ReconcileScript script, Optional<ProgressReport> note) {
        List<Call> calls = reconciler.observe(script.acted());
        List<Call> ahead = calls.subList(1, calls.size());
        return new Step.Next(script, calls.get(0), limits().call(), limits().backOff(), note, ahead);
    }

    private Step follow(ReconcileScript script, List<Call> calls, ReconcileAction action) {
        return action.accept(new ReconcileAction.Handler<Step>() {
            @Override
            public Step act(ReconcileAction.Act act) {
                if (script.acted()) {
                    return await(new ReconcileAction.Await(
                            Gate.READ_BACK,
                            Verdict.bad(
                                    "the call was accepted, and its result is not visible yet",
                                    "a reading that shows the result")));
                }
                return new Step.Next(script.act(), act.call(), limits().call(), Duration.ZERO, Optional.empty());
            }

            @Override
            public Step await(ReconcileAction.Await await) {
                Optional<ProgressReport> note = note(script, await.gate(), await.verdict());
                ReconcileScript again = script.note(await.gate()).again(false, 0);
                return observe(again, limits().poll(), note);
            }

            @Override
            public Step skip(ReconcileAction.Skip skip) {
                return onwards(script.skip(script.tries()), calls);
            }

            @Override
            public Step done(Outcome outcome) {
                return outcome;
            }
        });
    }

    private Step notRead(ReconcileScript script, List<Call> calls, Problem problem) {
        ReconcileAction action = reconciler.unreadable(calls.get(script.index()), problem, script.tries());
        if (!(action instanceof ReconcileAction.Await await)) {
            return follow(script, calls, action);
        }
        // If other reads are answered, only this piece is missing; if the first one is not, nothing can be done.
        boolean away = !problem.isAnswered() && script.index() == 0;
        return retry(script, away ? Gate.REACHABLE : await.gate(), problem);
    }

    private Step notDone(ReconcileScript script, Problem problem) {
        return switch (problem.kind()) {
            case UNKNOWN -> new Outcome.Uncertain(problem);
            case REFUSED, GONE ->
                refusalsAreFinal ? new Outcome.Refused(problem) : retry(script, Gate.ACCEPTED, problem);
            // If nothing could be read before, no port answers at all.
            case UNAVAILABLE -> retry(script, script.hasReadNothing() ? Gate.REACHABLE : Gate.ACCEPTED, problem);
            case CONFLICT -> retry(script, Gate.ACCEPTED, problem);
        };
    }

    /** Starts a new round after a growing delay. */
    private Step retry(ReconcileScript script, Gate gate, Problem problem) {
        Optional<ProgressReport> note = note(script, gate, Verdict.bad(problem.toString(), "an answer"));
        int tries = Math.min(script.tries() + 1, Math.max(limits().backOffDoublings(), limits().hookTries()));
        Duration after = BackOff.delay(limits(), effect, run.identity().deployment(), script.tries());
        return observe(script.note(gate).again(false, tries), after, note);
    }

    private static Optional<ProgressReport> note(ReconcileScript script, Gate gate, Verdict verdict) {
        return script.tells(gate)
                ? Optional.of(new ProgressReport.Waiting(gate, verdict.seen(), verdict.wanted()))
                : Optional.empty();
    }

    private DeploymentLimits limits() {
        return run.limits();
    }
}
