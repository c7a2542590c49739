package io.github.bluegreen4j.engine.work;

import io.github.bluegreen4j.workflow.script.Call;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * When each shared read is due, and which reads are made in one call. Its costs grow with the reads that are due, not with all
 * reads. A read that was taken is no longer in the schedule. Confined to the loop.
 */
final class ReadSchedule {
    /** Those that are due at one instant are asked for by urgency, so that one batch holds what belongs together. */
    private static final Comparator<SharedRead> BY_URGENCY =
            Comparator.comparing(SharedRead::urgency).thenComparing(SharedRead.BY_DUE_TIME);

    private final NavigableSet<SharedRead> services = new TreeSet<>(SharedRead.BY_DUE_TIME);
    private final NavigableSet<SharedRead> alarms = new TreeSet<>(SharedRead.BY_DUE_TIME);
    private final NavigableSet<SharedRead> routes = new TreeSet<>(SharedRead.BY_DUE_TIME);
    private final NavigableSet<SharedRead> others = new TreeSet<>(SharedRead.BY_DUE_TIME);
    private final List<NavigableSet<SharedRead>> queues = List.of(services, alarms, routes, others);
    private final int mostServices;
    private final int mostNames;
    private final int mostRoutes;

    /**
     * @param mostServices how many services can be described in one call
     * @param mostNames how many alarms can be read in one call
     * @param mostRoutes how many routes can be read in one call
     */
    ReadSchedule(int mostServices, int mostNames, int mostRoutes) {
        this.mostServices = mostServices;
        this.mostNames = mostNames;
        this.mostRoutes = mostRoutes;
    }

    private NavigableSet<SharedRead> queue(SharedRead read) {
        if (read.call() instanceof Call.DescribeService) {
            return services;
        }
        if (read.call() instanceof Call.ReadRoute && mostRoutes > 1) {
            return routes;
        }
        return read.call() instanceof Call.ReadAlarms ? alarms : others;
    }

    /** Makes a read due at that time. */
    void plan(SharedRead read, Instant due) {
        NavigableSet<SharedRead> queue = queue(read);
        queue.remove(read);
        read.plan(due);
        queue.add(read);
    }

    void remove(SharedRead read) {
        queue(read).remove(read);
    }

    /** When the first read is due; {@link Instant#MAX} if there is none. */
    Instant next() {
        Instant next = Instant.MAX;
        for (NavigableSet<SharedRead> queue : queues) {
            if (!queue.isEmpty() && queue.first().due().isBefore(next)) {
                next = queue.first().due();
            }
        }
        return next;
    }

    /**
     * Takes every read that is due, in as few batches as possible. A batch with room left takes reads that will be due soon: they cost
     * no call of their own.
     */
    List<List<SharedRead>> takeDue(Instant now) {
        List<SharedRead> due = new ArrayList<>();
        for (NavigableSet<SharedRead> queue : queues) {
            while (!queue.isEmpty() && !queue.first().due().isAfter(now)) {
                due.add(queue.first().take());
                queue.pollFirst();
            }
        }
        if (due.size() == 1 && queue(due.get(0)) == others) {
            return List.of(due);
        }
        due.sort(BY_URGENCY);
        Batches batches = new Batches();
        due.forEach(batches::add);
        batches.fillUp(now);
        return batches.all;
    }

    /** Sorts reads into batches. */
    private final class Batches {
        private final List<List<SharedRead>> all = new ArrayList<>();
        private final Set<String> names = new LinkedHashSet<>();
        private List<SharedRead> described = List.of();
        private List<SharedRead> alarmed = List.of();
        private List<SharedRead> routed = List.of();

        void add(SharedRead read) {
            if (read.call() instanceof Call.DescribeService) {
                if (!hasRoomForService()) {
                    described = newBatch();
                }
                described.add(read);
            } else if (read.call() instanceof Call.ReadAlarms asked) {
                if (!hasRoomFor(asked)) {
                    alarmed = newBatch();
                    names.clear();
                }
                names.addAll(asked.names());
                alarmed.add(read);
            } else if (queue(read) == routes) {
                if (!hasRoomForRoute()) {
                    routed = newBatch();
                }
                routed.add(read);
            } else {
                all.add(List.of(read));
            }
        }

        private boolean hasRoomForService() {
            return !described.isEmpty() && described.size() < mostServices;
        }

        private boolean hasRoomForRoute() {
            return !routed.isEmpty() && routed.size() < mostRoutes;
        }

        private boolean hasRoomFor(Call.ReadAlarms asked) {
            return !alarmed.isEmpty()
                    && (names.size() + asked.names().size() <= mostNames || names.containsAll(asked.names()));
        }

        private List<SharedRead> newBatch() {
            List<SharedRead> batch = new ArrayList<>();
            all.add(batch);
            return batch;
        }

        void fillUp(Instant now) {
            if (hasRoomForService()) {
                fill(services, mostServices, now);
            }
            if (!alarmed.isEmpty()) {
                fill(alarms, mostNames, now);
            }
            if (hasRoomForRoute()) {
                fill(routes, mostRoutes, now);
            }
        }

        private boolean fits(SharedRead read) {
            if (read.call() instanceof Call.ReadAlarms asked) {
                return hasRoomFor(asked);
            }
            return read.call() instanceof Call.ReadRoute ? hasRoomForRoute() : hasRoomForService();
        }

        /** Looks at no more reads than a batch can hold. */
        private void fill(NavigableSet<SharedRead> queue, int most, Instant now) {
            int seen = 0;
            for (Iterator<SharedRead> each = queue.iterator(); each.hasNext() && seen < most; seen++) {
                SharedRead soon = each.next();
                if (fits(soon) && !soon.early().isAfter(now)) {
                    each.remove();
                    add(soon.take());
                }
            }
        }
    }
}
