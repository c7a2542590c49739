package io.github.bluegreen4j.testkit.story;

import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.workflow.script.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What goes wrong with calls, as a test wants it. */
final class StoryFaults {

    /** The ways in which a call goes wrong. */
    enum Kind {
        REFUSED,
        GONE,
        CONFLICT,
        UNAVAILABLE,
        /** It takes effect; the answer never comes. */
        LOST_ANSWER,
        /** It never arrives, and nobody says so. */
        LOST_CALL,
        /** It takes effect after it was given up, but within the grace. */
        LANDS_LATE;

        boolean isAnswered() {
            return compareTo(UNAVAILABLE) <= 0;
        }

        Problem.Kind problem() {
            return isAnswered() ? Problem.Kind.valueOf(name()) : Problem.Kind.UNKNOWN;
        }
    }

    private static final class Rule {
        private final Predicate<Call> which;
        private final IntPredicate nth;
        private final Kind kind;
        private int seen;

        private Rule(Predicate<Call> which, IntPredicate nth, Kind kind) {
            this.which = which;
            this.nth = nth;
            this.kind = kind;
        }
    }

    private final List<Rule> rules = new ArrayList<>();

    /** Every such call goes wrong like that from now on. */
    void always(Predicate<Call> which, Kind kind) {
        rules.add(new Rule(which, nth -> true, kind));
    }

    /** The n-th such call from now on goes wrong like that. */
    void nth(int n, Predicate<Call> which, Kind kind) {
        rules.add(new Rule(which, nth -> nth == n, kind));
    }

    /** Nothing goes wrong any more. */
    void none() {
        rules.clear();
    }

    /** How that call goes wrong; null when it does not. */
    @Nullable
    Kind of(Call call) {
        Kind kind = null;
        for (Rule rule : rules) {
            if (rule.which.test(call) && rule.nth.test(++rule.seen) && kind == null) {
                kind = rule.kind;
            }
        }
        return kind;
    }

    static Predicate<Call> calls(Class<? extends Call> type) {
        return type::isInstance;
    }

    static Predicate<Call> writes(io.github.bluegreen4j.model.RouteRef route) {
        return call -> call instanceof Call.WriteRoute write && write.route().equals(route);
    }

    static Predicate<Call> reads(io.github.bluegreen4j.model.RouteRef route) {
        return call -> call instanceof Call.ReadRoute read && read.route().equals(route);
    }

    static Predicate<Call> changes() {
        return Call::mutates;
    }
}
