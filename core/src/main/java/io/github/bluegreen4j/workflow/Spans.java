package io.github.bluegreen4j.workflow;

import java.time.Duration;
import java.util.Collections;
import java.util.List;

/** The shorter and the longer of two durations. */
final class Spans {
    private Spans() {}

    static Duration shorter(Duration one, Duration other) {
        return Collections.min(List.of(one, other));
    }

    static Duration longer(Duration one, Duration other) {
        return Collections.max(List.of(one, other));
    }
}
