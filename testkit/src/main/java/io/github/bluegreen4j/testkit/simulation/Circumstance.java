package io.github.bluegreen4j.testkit.simulation;

/** Circumstances of a run that no failing call represents. A campaign must have met each of them. */
enum Circumstance {
    SILENT_LAG("a data plane that lags without saying so"),
    LONG_LAG("a data plane that lags for more than a minute, and says so"),
    GROUP_DELETED("a target group that somebody deletes"),
    SERVICE_DELETED("a service that somebody deletes"),
    REVISION_DELETED("a revision that somebody deletes"),
    ROUTE_DELETED("a route that somebody deletes"),
    TASKS_EXIT("tasks that are healthy, and then exit"),
    TASKS_FLAP("tasks that are healthy and unhealthy by turns"),
    SCALED("a revision that somebody scales"),
    SCALED_TO_ZERO("a revision that somebody scales to 0"),
    TWO_IN_ONE_GROUP("a left-over in the group that serves"),
    FOREIGN_BLUE("targets of nobody we know, which serve"),
    RULE_OF_OTHERS("a rule of others that uses a target group from the start"),
    NAMED_RULE_OF_OTHERS("a rule of others that the specification names"),
    LATER_RULE_OF_OTHERS("a rule of others that uses a target group later"),
    JOURNAL_AWAY("a journal that is away for longer than any limit"),
    WORLD_AWAY("a world that is away for longer than any limit"),
    METRICS_INCOMPLETE("metrics that miss points, and get some late or corrected"),
    METRICS_WRONG("metrics whose errors are wrong by a factor"),
    SLOW_JOURNAL("a journal whose calls take time"),
    SLOW_PORTS("ports whose calls take time"),
    CALL_WAITED("a call that waits for a place in its lane"),
    STANDBY("engines beside the one that acts"),
    ORDER_ELSEWHERE("an order through another engine than the first"),
    ORDER_TWICE("an order that is given twice"),
    COMMAND_AT_ONCE("a command in the same instant as the order"),
    COMMAND_BY_HANDLE("a command through the handle of any engine"),
    ORDERLY_CLOSE("an engine that closes in order"),
    LISTENER_FAILS("a listener that throws"),
    LISTENER_SLOW("a listener that is slow"),
    LISTENER_BLOCKS("a listener that never returns"),
    LISTENER_NAMED("a listener that is notified of every end"),
    CALLBACKS_LATE("callbacks that run late"),
    CALLBACKS_BLOCK("callbacks that block for ever"),
    CLOCKS_APART("engines whose clocks are minutes apart"),
    LATE_WRITE("a write of a dead engine that arrives minutes later"),
    STOPPED_LINE("a line that is stopped"),
    POLICY("a policy that changes its mind"),
    KEPT("a blue that is kept until its time is over"),
    KEPT_UNTIL_NEXT("a blue that is kept, and retired for the next deployment"),
    UNDO("an undo of a deployment that has ended"),
    APPROVAL("an answer to a pause that needs approvals");

    private final String meaning;

    Circumstance(String meaning) {
        this.meaning = meaning;
    }

    /** Returns the circumstance in words. */
    String meaning() {
        return meaning;
    }
}
