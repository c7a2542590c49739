package io.github.bluegreen4j.testkit.explorer;

import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.workflow.script.Answer;
import io.github.bluegreen4j.workflow.script.Call;
import io.github.bluegreen4j.workflow.script.Response;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * What a call is in the small world.
 *
 * @param breakage what has to be broken for it to be never answered, or never to have an effect; empty when it always
 *     works
 * @param target what it changes
 * @param refuses why the world itself turns it down, if it does
 * @param reads what it is answered
 * @param lands the world after it has landed. What it was compared with is not looked at again: it was compared before
 */
record ModelCall(
        Optional<BrokenCalls> breakage,
        Object target,
        Function<WorldFacts, Optional<Problem.Kind>> refuses,
        Function<WorldFacts, Response> reads,
        UnaryOperator<WorldFacts> lands) {

    static ModelCall reading(
            Optional<BrokenCalls> breakage, Predicate<WorldFacts> isGone, Function<WorldFacts, Response> reads) {
        return new ModelCall(breakage, "nothing", facts -> goneIf(isGone.test(facts)), reads, facts -> facts);
    }

    static ModelCall change(
            BrokenCalls breakage,
            Object target,
            Function<WorldFacts, Optional<Problem.Kind>> refuses,
            UnaryOperator<WorldFacts> lands) {
        return new ModelCall(Optional.of(breakage), target, refuses, facts -> new Response.Accepted(), lands);
    }

    static Optional<Problem.Kind> goneIf(boolean isGone) {
        return isGone ? Optional.of(Problem.Kind.GONE) : Optional.empty();
    }

    boolean isBroken(WorldFacts facts) {
        return breakage.filter(facts::isBroken).isPresent();
    }

    boolean works(WorldFacts facts) {
        return !isBroken(facts) && refuses.apply(facts).isEmpty();
    }

    Answer.Result answer(Call call, WorldFacts facts) {
        if (isBroken(facts)) {
            return failed(Problem.Kind.UNAVAILABLE, call);
        }
        Optional<Problem.Kind> refused = refuses.apply(facts);
        return refused.isPresent() ? failed(refused.get(), call) : reads.apply(facts);
    }

    static Answer.Failed failed(Problem.Kind kind, Call call) {
        return new Answer.Failed(
                new Problem(kind, call.getClass().getSimpleName(), "the world", "as the adversary likes"));
    }
}
