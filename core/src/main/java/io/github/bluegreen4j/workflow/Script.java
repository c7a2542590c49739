package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.event.Effect;

/**
 * How far a piece of work has come. A value: the engine keeps it between the calls, and gives it back with each answer
 * and with the deployment's state as it then is. It is not journaled; after a crash the work is begun again.
 */
public sealed interface Script permits Ensuring, Asking {

    /** Visits a script. */
    interface Handler<R> {
        R ensuring(Ensuring script);

        R asking(Asking script);
    }

    <R> R accept(Handler<R> handler);

    /** The work it does. */
    Effect effect();
}
