package io.github.bluegreen4j.testkit.simulation;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** What a seed decides. */
record Dice(SplittableRandom random) {

    /** One number of so many, from 0. */
    int below(int many) {
        return random.nextInt(many);
    }

    boolean oneIn(int many) {
        return random.nextInt(many) == 0;
    }

    <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** Whole seconds, both ends included. */
    Duration seconds(int from, int to) {
        return Duration.ofSeconds(from + random.nextInt(to - from + 1));
    }

    /** A moment before that one, rather early than late: most of what is worth disturbing happens early. */
    Duration moment(Duration last) {
        double far = random.nextDouble() * random.nextDouble();
        return Duration.ofMillis(1 + (long) (far * last.toMillis()));
    }
}
