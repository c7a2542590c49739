package io.github.bluegreen4j.engine.work;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.spi.CallRunner.Urgency;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Bounds how many pieces of work read one place at once, for each urgency, in order of arrival. A round of
 * readings must be complete while its first reading is fresh. If all rounds ran at once, each reading would wait
 * behind all others and no round would be complete in time; then a thousand rollbacks at once would restore nothing.
 * Routes have places of their own, so that they do not wait for what else restores production. Confined to the loop.
 *
 * <p>This also limits starts: a deployment is inspected when one of the few rounds for starts is free, and its reads
 * come after those of running deployments.
 */
public final class ReadRounds {
    private static final int MOST = 16;
    private static final int MOST_STARTS = 8;

    private final Map<Urgency, Line> lines = new EnumMap<>(Urgency.class);
    private final Line routes = new Line(most(Urgency.RESTORING));

    public ReadRounds() {
        for (Urgency urgency : Urgency.values()) {
            lines.put(urgency, new Line(most(urgency)));
        }
    }

    private static int most(Urgency urgency) {
        return switch (urgency) {
            case RESTORING, GATE, WATCH, PROGRESS -> MOST;
            case START -> MOST_STARTS;
        };
    }

    /** Those under way, and what those that wait will do. */
    private static final class Line {
        private final int most;
        private final Set<EffectRunner> underWay = new LinkedHashSet<>();
        private final Map<EffectRunner, Runnable> returning = new LinkedHashMap<>();
        private final Map<EffectRunner, Runnable> waiting = new LinkedHashMap<>();

        Line(int most) {
            this.most = most;
        }

        /**
         * Lets a piece of work start or continue a round. One whose change has a place in its port's budget comes first: it must read anew
         * before its turn comes there.
         *
         * @param whenFree run when it may start, if it must wait
         * @return whether it may start now
         */
        boolean enter(EffectRunner work, Runnable whenFree) {
            if (underWay.contains(work) || underWay.size() < most) {
                underWay.add(work);
                return true;
            }
            (work.hasBeenPutOff() ? returning : waiting).put(work, whenFree);
            return false;
        }

        /** Its round is complete, or it does not read any more. */
        void leave(EffectRunner work) {
            returning.remove(work);
            waiting.remove(work);
            if (underWay.remove(work)) {
                Map<EffectRunner, Runnable> first = returning.isEmpty() ? waiting : returning;
                first.entrySet().stream().findFirst().ifPresent(next -> {
                    first.remove(next.getKey());
                    underWay.add(next.getKey());
                    next.getValue().run();
                });
            }
        }
    }

    /**
     * Lets a piece of work begin a round, or go on with it.
     *
     * @param whenFree run when it may begin, if it has to wait
     * @return whether it may begin now
     */
    boolean enter(Urgency urgency, EffectRunner work, Runnable whenFree) {
        return line(urgency, work).enter(work, whenFree);
    }

    /** Its round is complete, or it does not read any more. */
    void leave(Urgency urgency, EffectRunner work) {
        line(urgency, work).leave(work);
    }

    private Line line(Urgency urgency, EffectRunner work) {
        if (work.effect() instanceof Effect.RestoreRoute) {
            return routes;
        }
        return Objects.requireNonNull(lines.get(urgency));
    }
}
