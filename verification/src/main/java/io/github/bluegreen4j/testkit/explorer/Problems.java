package io.github.bluegreen4j.testkit.explorer;

import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.workflow.script.Call;

/** The problems of the small world; their words carry nothing, so that states differ only in what matters. */
final class Problems {
    private Problems() {}

    static Problem of(Problem.Kind kind, Call call) {
        return new Problem(kind, call.getClass().getSimpleName(), "the world", "as the adversary likes");
    }
}
