package io.github.bluegreen4j.testkit.simulation;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** Random choices of a seed. */
record RandomChoice(SplittableRandom random) {

    /** Returns a number from 0, below the limit. */
    int below(int many) {
        return random.nextInt(many);
    }

    boolean oneIn(int many) {
        return random.nextInt(many) == 0;
    }

    <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** Returns whole seconds, both limits included. */
    Duration seconds(int from, int to) {
        return Duration.ofSeconds(from + random.nextInt(to - from + 1));
    }

    /** Returns a time before the limit, more often early than late, because most activity is early. */
    Duration moment(Duration last) {
        double far = random.nextDouble() * random.nextDouble();
        return Duration.ofMillis(1 + (long) (far * last.toMillis()));
    }
}
