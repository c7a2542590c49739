package io.github.bluegreen4j.workflow.explain;

import io.github.bluegreen4j.workflow.state.Timer;

/** What a timer limits, as a phrase. */
public final class TimerText implements Timer.Handler<String> {
    private static final TimerText TEXT = new TimerText();

    private TimerText() {}

    /** {@return what the timer limits} */
    public static String of(Timer timer) {
        return timer.accept(TEXT);
    }

    @Override
    public String hookExpires(Timer.HookExpires timer) {
        return "the time-out of " + timer.execution();
    }

    @Override
    public String resourceQuiet(Timer.ResourceQuiet timer) {
        return "the time in which an earlier call to " + timer.resource() + " could take effect";
    }

    @Override
    public String routeSettles(Timer.RouteSettles timer) {
        return "the settle time of route " + timer.route();
    }

    @Override
    public String of(Timer.Of timer) {
        return switch (timer.kind()) {
            case DRAIN -> "the drain window";
            case KEEPING -> "the time for which the revision is kept";
            case BAKE -> "the bake";
            case EVIDENCE -> "the time for which a step waits for evidence that green is not worse than blue";
            case UNHEALTHY -> "the time for which green may carry production with too few healthy targets";
            case GREEN_GONE -> "the time for which the runtime may not describe green";
            case WEAK_BLUE -> "the time for which a rollback waits for a blue below its floor";
            case GATE -> "the limit of the gate before CLEAN_UP";
            case STAGE -> "the limit of the stage";
            case CLEAN_UP -> "the limit of CLEAN_UP";
            case END -> "the limit of the last reading of the production routes";
            case ROLLBACK -> "the deadline of the rollback";
            case CLOSING -> "the limit of closing";
            case DEPLOYMENT -> "the limit of the whole deployment";
        };
    }
}
