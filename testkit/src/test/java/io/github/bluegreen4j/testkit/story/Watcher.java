package io.github.bluegreen4j.testkit.story;

import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.workflow.agenda.WatchOrder;
import io.github.bluegreen4j.workflow.script.Answer;
import io.github.bluegreen4j.workflow.script.Call;
import io.github.bluegreen4j.workflow.script.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Keeps one watch: looks at every interval, and forgets what is too old. */
final class Watcher {
    private record Seen(Response response, Instant at) {}

    private WatchOrder order;
    private Instant next;
    private final Map<Call, Seen> seen = new LinkedHashMap<>();
    private final Map<Call, Response> failed = new LinkedHashMap<>();
    private Optional<Readings> told = Optional.empty();

    Watcher(WatchOrder order, Instant now) {
        this.order = order;
        this.next = now;
    }

    WatchOrder order() {
        return order;
    }

    void interval(WatchOrder newOrder, Instant now) {
        if (!newOrder.interval().equals(order.interval())) {
            Instant soon = now.plus(newOrder.interval());
            next = soon.isBefore(next) ? soon : next;
        }
        order = newOrder;
    }

    /** When it has something to do: the next look, or a value that becomes too old before. */
    Instant due() {
        Instant due = next;
        for (Seen one : seen.values()) {
            Instant old = tooOld(one);
            due = old.isBefore(due) ? old : due;
        }
        return due;
    }

    private Instant tooOld(Seen one) {
        return one.at().plus(order.maximumAge()).plus(Duration.ofSeconds(1));
    }

    /** The readings, if they are news. */
    Optional<Readings> look(Instant now, Function<Call, Answer.Result> perform) {
        if (!next.isAfter(now)) {
            order.reads()
                    .forEach(call -> perform.apply(call).accept(new Answer.Handler<Void>() {
                        @Override
                        public Void response(Response response) {
                            seen.put(call, new Seen(response, now));
                            failed.remove(call);
                            return null;
                        }

                        @Override
                        public Void problem(Problem problem) {
                            call.subject().ifPresent(subject -> {
                                Response.NotRead notRead = new Response.NotRead(subject, problem);
                                if (problem.kind() == Problem.Kind.GONE) {
                                    seen.put(call, new Seen(notRead, now));
                                } else {
                                    failed.put(call, notRead);
                                }
                            });
                            return null;
                        }
                    }));
            next = now.plus(order.interval());
        }
        seen.values().removeIf(one -> !tooOld(one).isAfter(now));
        Readings readings = Readings.NONE;
        for (Seen one : seen.values()) {
            readings = one.response().addedTo(readings);
        }
        for (Map.Entry<Call, Response> one : failed.entrySet()) {
            readings =
                    seen.containsKey(one.getKey()) ? readings : one.getValue().addedTo(readings);
        }
        if (told.equals(Optional.of(readings))) {
            return Optional.empty();
        }
        told = Optional.of(readings);
        return told;
    }
}
