package io.github.bluegreen4j.examples.local.task;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Answers {@code POST /work}, and counts each request at the moments that {@link Counter} defines. */
final class WorkEndpoint implements HttpHandler {

    private final Duration work;
    private final TaskBreakage breakage;
    private final CounterFile counters;
    private final Answers answers;

    WorkEndpoint(Duration work, TaskBreakage breakage, CounterFile counters, Answers answers) {
        this.work = work;
        this.breakage = breakage;
        this.counters = counters;
        this.answers = answers;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestMethod().equals("POST")) {
            answers.send(exchange, 405, "POST only");
            return;
        }
        exchange.getRequestBody().readAllBytes();
        counters.count(Counter.RECEIVED);
        workFor(work);
        if (breakage.refusesNext()) {
            counters.count(Counter.REFUSED);
            answers.send(exchange, 500, "broken");
            return;
        }
        counters.count(Counter.PROMISED);
        answers.send(exchange, 200, "done");
        counters.count(Counter.DELIVERED);
    }

    private static void workFor(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
