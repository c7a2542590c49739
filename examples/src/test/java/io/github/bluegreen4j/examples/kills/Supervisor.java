package io.github.bluegreen4j.examples.kills;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Orders one deployment after the other for each service, from any engine that lives. What no engine has acknowledged is ordered
 * again, under the same id, and so is what nobody has told of for a while: an engine may die between the commit of a deployment's last
 * event and its telling, and then only who orders it again learns that it has ended. Used by one thread.
 */
final class Supervisor {

    private static final long PATIENCE = Told.micros(Duration.ofSeconds(3));
    private static final long SILENCE = Told.micros(Duration.ofSeconds(8));
    private static final List<Order.Kind> KINDS = List.of(Order.Kind.values());
    private static final int LATEST_DISTURBANCE_MILLIS = 5_000;

    private final EngineProcesses engines;
    private final Random random;
    private final Map<String, Order> ordered = new HashMap<>();
    private final Map<String, List<Pending>> pending = new HashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Set<String> acknowledged = new HashSet<>();
    private final Set<String> ended = new HashSet<>();
    private boolean ordering = true;

    /** A deployment that has not ended. */
    private static final class Pending {
        private final Order order;
        private final long disturbance;
        private Optional<EngineUnderFire> told = Optional.empty();
        private long toldAt;
        private long heardAt;
        private boolean disturbed;

        Pending(Order order, long disturbance) {
            this.order = order;
            this.disturbance = disturbance;
        }
    }

    Supervisor(EngineProcesses engines, Random random) {
        this.engines = engines;
        this.random = random;
        World.SERVICES.forEach(service -> pending.put(service, new ArrayList<>()));
    }

    /** Hears what engines tell, and orders what is missing. */
    void round() {
        engines.all().forEach(engine -> engine.news().forEach(this::hear));
        World.SERVICES.forEach(this::round);
    }

    private void hear(Told line) {
        if (line.what() == Told.What.EVENT) {
            acknowledged.add(line.subject());
            pending.values().stream()
                    .flatMap(List::stream)
                    .filter(each -> each.order.id().equals(line.subject()))
                    .forEach(each -> each.heardAt = Told.now());
            if (line.detail().startsWith("DeploymentEnded")) {
                ended.add(line.subject());
            }
        }
        if (line.what() == Told.What.ENDED) {
            ended.add(line.subject());
        }
    }

    private void round(String service) {
        List<Pending> open = pending.get(service);
        open.removeIf(each -> ended.contains(each.order.id()));
        if (open.isEmpty() && ordering) {
            order(service, kind(), fate(), false);
        }
        List.copyOf(open).forEach(this::attend);
    }

    private void attend(Pending each) {
        boolean isKept = acknowledged.contains(each.order.id());
        boolean isAsked = each.told.filter(EngineUnderFire::isAlive).isPresent() && Told.now() - each.toldAt < PATIENCE;
        boolean isSilent = Told.now() - Math.max(each.heardAt, each.toldAt) > SILENCE;
        if (isKept ? isSilent : !isAsked) {
            each.told = tell("order " + each.order.line());
            each.toldAt = Told.now();
        }
        if (isKept && !each.disturbed && Told.now() > each.disturbance) {
            disturb(each);
        }
    }

    private void disturb(Pending each) {
        switch (each.order.fate()) {
            case UNDISTURBED -> each.disturbed = true;
            case SUPERSEDED -> {
                each.disturbed = true;
                if (ordering) {
                    order(each.order.service(), kind(), Order.Fate.UNDISTURBED, true);
                }
            }
            case TAKEN_BACK ->
                each.disturbed = tell("rollback " + each.order.line()).isPresent();
        }
    }

    private Optional<EngineUnderFire> tell(String line) {
        Optional<EngineUnderFire> engine = engines.any();
        try {
            engine.ifPresent(ready -> ready.tell(line));
            return engine;
        } catch (UncheckedIOException justKilled) {
            return Optional.empty();
        }
    }

    private Order.Kind kind() {
        return KINDS.get(random.nextInt(KINDS.size()));
    }

    /** Every second one is left alone. */
    private Order.Fate fate() {
        return switch (random.nextInt(4)) {
            case 0 -> Order.Fate.SUPERSEDED;
            case 1 -> Order.Fate.TAKEN_BACK;
            default -> Order.Fate.UNDISTURBED;
        };
    }

    private Order order(String service, Order.Kind kind, Order.Fate fate, boolean supersedes) {
        int number = numbers.merge(service, 1, Integer::sum);
        Order order = new Order(service + "-d" + number, service, kind, fate, supersedes);
        ordered.put(order.id(), order);
        long disturbance = Told.now() + 1_000L * random.nextInt(LATEST_DISTURBANCE_MILLIS);
        pending.get(service).add(new Pending(order, disturbance));
        return order;
    }

    /** Orders nothing new any more. */
    void finish() {
        ordering = false;
    }

    /** Orders one more of a service, a good one that nobody disturbs, and returns its id. */
    String orderLast(String service) {
        return order(service, Order.Kind.CANARY, Order.Fate.UNDISTURBED, false).id();
    }

    /** What has not ended, as far as engines have told. */
    List<Order> open() {
        return pending.values().stream()
                .flatMap(List::stream)
                .map(each -> each.order)
                .toList();
    }

    /** All that was ordered, by id. */
    Map<String, Order> ordered() {
        return Map.copyOf(ordered);
    }
}
