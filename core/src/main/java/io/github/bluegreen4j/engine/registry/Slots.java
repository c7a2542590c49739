package io.github.bluegreen4j.engine.registry;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds how many services an engine claims and takes over at once, so that thousands of orders do not flood the
 * journal. Waiting tasks run in order of arrival. Confined to the loop.
 */
final class Slots {
    private static final Logger LOG = LoggerFactory.getLogger(Slots.class);

    private final Deque<Consumer<Runnable>> waiting = new ArrayDeque<>();
    private int free;
    private boolean filling;

    Slots(int count) {
        free = count;
    }

    /** @param task is given what to run when it has finished, however it ended; running that twice is no problem */
    void enter(Consumer<Runnable> task) {
        waiting.add(task);
        fill();
    }

    /** A task may finish at once: thousands of them must not nest. */
    private void fill() {
        if (filling) {
            return;
        }
        filling = true;
        try {
            while (free > 0 && !waiting.isEmpty()) {
                free--;
                begin(waiting.remove());
            }
        } finally {
            filling = false;
        }
    }

    private void begin(Consumer<Runnable> task) {
        Leaving leaving = new Leaving();
        try {
            task.accept(leaving);
        } catch (RuntimeException defect) {
            leaving.run();
            LOG.error("An order or a takeover failed; this is a defect of bluegreen4j, please report it", defect);
        }
    }

    /** How many tasks wait for a slot. */
    int waiting() {
        return waiting.size();
    }

    private final class Leaving implements Runnable {
        private boolean left;

        @Override
        public void run() {
            if (!left) {
                left = true;
                free++;
                fill();
            }
        }
    }

    /** Tasks that have no slot yet never begin. */
    void close() {
        waiting.clear();
    }
}
