package io.github.bluegreen4j.engine.work;

import io.github.bluegreen4j.workflow.script.Call;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * When each shared read is due, and which reads are made in one call. Its costs grow with the reads that are due, not with all
 * reads. A read that was taken is no longer in the schedule. Confined to the loop.
 */
final class ReadSchedule {
    /** Those that are due at one instant are asked for by urgency, so that one batch holds what belongs together. */
    private static final Comparator<SharedRead> BY_URGENCY =
            Comparator.comparing(SharedRead::urgency).thenComparing(SharedRead.BY_DUE_TIME);

    private final DueReads services = new DueReads();
    private final DueReads alarms = new DueReads();
    private final DueReads routes = new DueReads();
    private final DueReads metrics = new DueReads();
    private final DueReads others = new DueReads();
    private final List<DueReads> queues = List.of(services, alarms, routes, metrics, others);
    private final int mostServices;
    private final int mostNames;
    private final int mostRoutes;
    private final int mostJudged;

    /**
     * @param mostServices how many services can be described in one call
     * @param mostNames how many alarms can be read in one call
     * @param mostRoutes how many routes can be read in one call
     * @param mostQueries how many target groups' metrics can be read in one call; a judgement needs two
     */
    ReadSchedule(int mostServices, int mostNames, int mostRoutes, int mostQueries) {
        this.mostServices = mostServices;
        this.mostNames = mostNames;
        this.mostRoutes = mostRoutes;
        this.mostJudged = Math.max(1, mostQueries / 2);
    }

    private DueReads queue(SharedRead read) {
        if (read.call() instanceof Call.DescribeService) {
            return services;
        }
        if (read.call() instanceof Call.ReadRoute && mostRoutes > 1) {
            return routes;
        }
        if (read.call() instanceof Call.ReadMetrics) {
            return metrics;
        }
        return read.call() instanceof Call.ReadAlarms ? alarms : others;
    }

    /** Makes a read due at that time. */
    void plan(SharedRead read, Instant due) {
        DueReads queue = queue(read);
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
        for (DueReads queue : queues) {
            if (!queue.isEmpty() && queue.first().due().isBefore(next)) {
                next = queue.first().due();
            }
        }
        return next;
    }

    /**
     * Takes every read that is due, and those that will be in a moment: the loop and its threads wake once for all of them. Otherwise ten
     * thousand deployments would wake them a thousand times a second. They are put into as few batches as possible. A batch with room
     * left takes reads that will be due soon: they cost no call of their own.
     */
    List<List<SharedRead>> takeDue(Instant now) {
        List<SharedRead> due = new ArrayList<>();
        for (DueReads queue : queues) {
            while (!queue.isEmpty() && !queue.first().soon().isAfter(now)) {
                due.add(queue.takeFirst());
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
        private List<SharedRead> judged = List.of();

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
            } else if (read.call() instanceof Call.ReadMetrics) {
                if (!hasRoomForJudgement()) {
                    judged = newBatch();
                }
                judged.add(read);
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

        private boolean hasRoomForJudgement() {
            return !judged.isEmpty() && judged.size() < mostJudged;
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
            if (hasRoomForJudgement()) {
                fill(metrics, mostJudged, now);
            }
        }

        private boolean fits(Call call) {
            if (call instanceof Call.ReadAlarms asked) {
                return hasRoomFor(asked);
            }
            if (call instanceof Call.ReadRoute) {
                return hasRoomForRoute();
            }
            return call instanceof Call.ReadMetrics ? hasRoomForJudgement() : hasRoomForService();
        }

        /** Looks at no more reads than a batch can hold. */
        private void fill(DueReads queue, int most, Instant now) {
            for (SharedRead soon : queue.first(most)) {
                if (fits(soon.call()) && !soon.early().isAfter(now)) {
                    queue.remove(soon);
                    add(soon);
                }
            }
        }
    }
}
