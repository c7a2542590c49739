package io.github.bluegreen4j.examples.kills;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * When each service was acted for. An engine acts for a service when it has the service's highest fence and has not released it, its
 * process runs, and the journal has just answered it a claim or a renewal over a network that works.
 *
 * <p>After each fault that hit the engine that acts for a service, the time is measured until an engine acts for it again. It counts from
 * the latest of these: the fault; the server's return; the beginning of another fault meanwhile, which may have hit an engine whose claim
 * was answered to nobody; the moment when the service had something to do.
 */
final class Attendance {

    private final Map<String, List<Told>> told;
    private final List<ProcessFault> faults;
    private final Map<String, TreeMap<Long, Told>> claims = new TreeMap<>();

    /**
     * A fault that hit the engine of a service.
     *
     * @param service the service
     * @param fault the fault
     * @param micros how long it took until an engine acted for the service again, in microseconds
     */
    record Absence(String service, ProcessFault fault, long micros) {}

    /**
     * An engine that goes on after a fault that passed.
     *
     * @param engine whom the fault hit
     * @param fault the fault
     * @param micros how long it took, after this fault and all others that hit the engine were over, until the journal answered it again
     */
    record Return(String engine, ProcessFault fault, long micros) {}

    /**
     * When a service had something to do.
     *
     * @param from since when
     * @param until until when
     */
    record Busy(long from, long until) {}

    private record Seen(long at, String engine) {}

    /**
     * @param told what each engine told, by its name
     * @param faults all faults so far
     */
    Attendance(Map<String, List<Told>> told, List<ProcessFault> faults) {
        this.told = told;
        this.faults = List.copyOf(faults);
        told.values().stream()
                .flatMap(List::stream)
                .filter(line -> line.what() == Told.What.CLAIMED)
                .forEach(line -> claims.computeIfAbsent(line.subject(), service -> new TreeMap<>())
                        .putIfAbsent(line.number(), line));
    }

    /** The first moment, not before that one, at which an engine acted for a service. */
    OptionalLong after(String service, long moment) {
        return after(seen(service), moment);
    }

    private static OptionalLong after(List<Seen> seen, long moment) {
        return seen.stream().mapToLong(Seen::at).filter(at -> at >= moment).findFirst();
    }

    /** How long it took after each fault that hit a service's engine, without those after which there was nothing to do. */
    List<Absence> absences(String service, List<Busy> busy) {
        List<Seen> seen = seen(service);
        List<Absence> absences = new ArrayList<>();
        for (ProcessFault fault : faults) {
            boolean isHit = seen.stream()
                    .filter(each -> each.at() < fault.from())
                    .reduce((one, next) -> next)
                    .filter(last -> fault.hits(last.engine()))
                    .isPresent();
            long again = after(seen, fault.from()).orElse(ProcessFault.NEVER);
            Optional.of(fault)
                    .filter(each -> isHit)
                    .flatMap(each -> absence(each, again, busy))
                    .ifPresent(micros -> absences.add(new Absence(service, fault, micros)));
        }
        return absences;
    }

    /** How long it took after each fault that passed, for each engine that it hit. */
    List<Return> returns() {
        List<Return> returns = new ArrayList<>();
        for (ProcessFault fault : faults) {
            if (fault.until() != ProcessFault.NEVER) {
                told.keySet().stream()
                        .filter(fault::hits)
                        .filter(engine -> isRenewed(engine, 0, fault.from()))
                        .forEach(engine -> back(engine, fault).ifPresent(returns::add));
            }
        }
        return returns;
    }

    /** Whether the journal answered an engine between those two moments, at a time without a fault. */
    boolean isRenewed(String engine, long from, long until) {
        return renewals(engine).stream().anyMatch(line -> line.until() >= from && line.until() <= until);
    }

    private List<Told> renewals(String engine) {
        return told.get(engine).stream()
                .filter(line -> line.what() == Told.What.RENEWED)
                .filter(line -> !isHit(engine, line))
                .toList();
    }

    /** Nothing for an engine that died before it could go on. */
    private Optional<Return> back(String engine, ProcessFault fault) {
        long again = renewals(engine).stream()
                .mapToLong(Told::until)
                .filter(at -> at >= fault.until())
                .findFirst()
                .orElse(ProcessFault.NEVER);
        long over = faults.stream()
                .filter(other -> other.hits(engine) && other.from() <= again)
                .mapToLong(ProcessFault::until)
                .max()
                .orElseThrow();
        return Optional.of(new Return(engine, fault, again - over)).filter(back -> over != ProcessFault.NEVER);
    }

    private Optional<Long> absence(ProcessFault fault, long again, List<Busy> busy) {
        long since = fault.from();
        for (ProcessFault other : faults) {
            if (other.from() <= again) {
                since = Math.max(since, other.from());
            }
            if (other.kind() == ProcessFault.Kind.SERVER_RESTART && other.until() <= again) {
                since = Math.max(since, other.until());
            }
        }
        long from = since;
        return busy.stream()
                .filter(time -> time.from() <= again && time.until() > from)
                .map(time -> again - Math.max(from, time.from()))
                .min(Comparator.naturalOrder());
    }

    /** All moments at which an engine acted for the service, in their order. */
    private List<Seen> seen(String service) {
        List<Seen> all = new ArrayList<>();
        told.forEach((engine, lines) -> {
            Optional<Long> fence = Optional.empty();
            for (Told line : lines) {
                boolean isOfService = line.subject().equals(service);
                if (isOfService && line.what() == Told.What.CLAIMED) {
                    fence = Optional.of(line.number());
                } else if (isOfService && line.what() == Told.What.RELEASING) {
                    fence = Optional.empty();
                }
                boolean isAnswered =
                        line.what() == Told.What.RENEWED || (isOfService && line.what() == Told.What.CLAIMED);
                if (isAnswered
                        && fence.filter(value -> isHighest(service, value, line.until()))
                                .isPresent()
                        && !isHit(engine, line)) {
                    all.add(new Seen(line.until(), engine));
                }
            }
        });
        all.sort(Comparator.comparingLong(Seen::at));
        return all;
    }

    private boolean isHighest(String service, long fence, long at) {
        return claims.getOrDefault(service, new TreeMap<>()).tailMap(fence, false).values().stream()
                .allMatch(claim -> claim.until() > at);
    }

    private boolean isHit(String engine, Told line) {
        return faults.stream().anyMatch(fault -> fault.hits(engine) && fault.overlaps(line.from(), line.until()));
    }
}
