package io.github.bluegreen4j.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Bounds how many services an engine claims and takes over at once, so that thousands of orders don't flood the journal. What
 * finds no slot waits for one, first come, first served. Confined to the loop.
 */
final class Slots {
    private final Deque<Consumer<Runnable>> waiting = new ArrayDeque<>();
    private int free;

    Slots(int count) {
        free = count;
    }

    /** @param task is given what to run when it has finished, however it ended; running that twice is no problem */
    void enter(Consumer<Runnable> task) {
        if (free == 0) {
            waiting.add(task);
        } else {
            free--;
            task.accept(new Leaving());
        }
    }

    private final class Leaving implements Runnable {
        private boolean left;

        @Override
        public void run() {
            if (left) {
                return;
            }
            left = true;
            Consumer<Runnable> next = waiting.poll();
            if (next == null) {
                free++;
            } else {
                next.accept(new Leaving());
            }
        }
    }

    /** Tasks that have no slot yet never begin. */
    void close() {
        waiting.clear();
    }
}
