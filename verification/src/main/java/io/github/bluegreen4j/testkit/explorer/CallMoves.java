package io.github.bluegreen4j.testkit.explorer;

import io.github.bluegreen4j.model.HookDetails;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.workflow.script.Call;
import io.github.bluegreen4j.workflow.script.ReconcileScript;
import io.github.bluegreen4j.workflow.script.Response;
import java.util.Map;
import java.util.Optional;

/** What can become of calls. */
final class CallMoves {
    private static final int MOST_READS = 8;

    private final Kit kit;
    private final Source source;

    CallMoves(Kit kit, Source source) {
        this.kit = kit;
        this.source = source;
    }

    private WorldFacts facts() {
        return source.world().facts();
    }

    void pending(Flight flight) {
        if (flight.call().mutates()) {
            change(flight);
        } else if (flight.call() instanceof Call.InvokeHook) {
            hook(flight);
        } else if (flight.script() instanceof ReconcileScript) {
            reads(flight);
        }
    }

    private void change(Flight flight) {
        Call call = flight.call();
        BrokenCalls breakage = Writer.breakage(call);
        if (facts().isBroken(breakage)) {
            boolean unanswered = breakage == BrokenCalls.ROUTE_WRITES || breakage == BrokenCalls.LAUNCH;
            Problem.Kind kind = unanswered ? Problem.Kind.UNKNOWN : Problem.Kind.UNAVAILABLE;
            source.ordinary(Move.of("does not work:", call), shell -> shell.fail(flight, kind));
            return;
        }
        Optional<Problem> refused = kit.writer().refuses(call, facts());
        if (refused.isPresent()) {
            Problem.Kind kind = refused.get().kind();
            source.ordinary(Move.of("is turned down as " + kind + ":", call), shell -> shell.fail(flight, kind));
            return;
        }
        source.ordinary(Move.of("is done:", call), shell -> shell.succeed(flight));
        source.pay(
                Power.REFUSE, Move.of("is refused for good:", call), shell -> shell.fail(flight, Problem.Kind.REFUSED));
        source.pay(
                Power.TURN_AWAY,
                Move.of("is turned away:", call),
                shell -> shell.fail(flight, Problem.Kind.UNAVAILABLE));
        source.pay(Power.LOSE_ANSWER, Move.of("is done, and its answer is lost:", call), shell -> {
            shell.land(flight.sent());
            shell.fail(flight, Problem.Kind.UNKNOWN);
        });
        source.pay(
                Power.LATE, Move.of("is not answered, and may land later:", call), shell -> shell.becomeLate(flight));
    }

    void withdrawn(Sent sent) {
        Call call = sent.call();
        boolean works = !facts().isBroken(Writer.breakage(call))
                && kit.writer().refuses(call, facts()).isEmpty();
        if (works) {
            source.ordinary(Move.of("is done, though nobody waits for it:", call), shell -> {
                shell.land(sent);
                shell.release(sent);
            });
        }
        source.ordinary(
                Move.of("was withdrawn before it began, or is turned down:", call), shell -> shell.release(sent));
        source.pay(
                Power.LATE,
                Move.of("was withdrawn, is not answered, and may land later:", call),
                shell -> shell.becomeLate(sent));
    }

    void late(Sent sent) {
        if (!facts().isBroken(Writer.breakage(sent.call()))) {
            source.ordinary(Move.of("lands late:", sent.call()), shell -> {
                shell.land(sent);
                shell.forget(sent);
            });
        }
        source.ordinary(Move.of("never lands:", sent.call()), shell -> shell.forget(sent));
    }

    private void reads(Flight flight) {
        source.ordinary(Move.of("reads:", flight.effect()), shell -> shell.read(flight, Reading.FINE));
        source.pay(Power.SLOW, Move.of("reads slowly:", flight.effect()), shell -> shell.read(flight, Reading.SLOW));
        for (int i = 0; i < MOST_READS && source.can(Power.UNREADABLE); i++) {
            Reading reading = Reading.failing(i, Problem.Kind.UNAVAILABLE);
            source.pay(
                    Power.UNREADABLE,
                    Move.of("can't make read " + (i + 1) + ":", flight.effect()),
                    shell -> shell.read(flight, reading));
        }
        Reading refused = Reading.failing(0, Problem.Kind.REFUSED);
        source.pay(
                Power.REFUSE,
                Move.of("is refused its first read:", flight.effect()),
                shell -> shell.read(flight, refused));
        Reading gone = Reading.failing(0, Problem.Kind.GONE);
        source.pay(
                Power.REFUSE,
                Move.of("finds its first read gone:", flight.effect()),
                shell -> shell.read(flight, gone));
    }

    private void hook(Flight flight) {
        source.ordinary(
                Move.of("is answered truthfully:", flight.effect()),
                shell -> shell.answer(flight, source.world().answer(flight.call(), kit.reader())));
        if (facts().isBroken(BrokenCalls.HOOKS)) {
            return;
        }
        if (source.can(Power.HOOK_FAILS)) {
            answers(flight, "says no:", HookResult.failed("no"));
            answers(flight, "answers nonsense:", HookResult.invalid("nonsense"));
            source.free(
                    Move.of("can't be reached:", flight.effect()),
                    shell -> shell.fail(flight, Problem.Kind.UNAVAILABLE));
        }
        HookResult later = HookResult.inProgress().with(new HookDetails(Map.of("seen", 1)));
        source.pay(
                Power.HOOK_PROGRESS,
                Move.of("is in progress:", flight.effect()),
                shell -> shell.answer(flight, new Response.HookAnswered(later)));
    }

    private void answers(Flight flight, String verb, HookResult result) {
        source.free(Move.of(verb, flight.effect()), shell -> shell.answer(flight, new Response.HookAnswered(result)));
    }
}
