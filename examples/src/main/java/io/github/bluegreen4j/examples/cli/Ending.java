package io.github.bluegreen4j.examples.cli;

import io.github.bluegreen4j.engine.DeploymentDescription;

/** The last words on a deployment that was followed. */
final class Ending {
    private Ending() {}

    /** As JSON it is the last line; people have read the last event, and are told what is left over. */
    static void tell(DeploymentDescription view, Output output) {
        if (output.isJson()) {
            output.out().println(Json.description(view));
        } else {
            view.leftOvers().forEach(what -> output.out().println("left over: " + what));
        }
    }
}
