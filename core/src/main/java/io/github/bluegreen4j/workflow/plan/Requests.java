package io.github.bluegreen4j.workflow.plan;

import io.github.bluegreen4j.model.RequestCost;
import io.github.bluegreen4j.report.Plan;
import io.github.bluegreen4j.workflow.script.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Counts the requests of a rehearsal by API: all of them, and those of the busiest minute. Not thread-safe. */
final class Requests {
    private final Function<Call, List<RequestCost>> costs;
    private final Map<String, Api> apis = new TreeMap<>();

    private static final class Api {
        private final Map<Long, Double> byMinute = new HashMap<>();
        private double perSecond;
        private double total;

        private void add(long minute, double requests) {
            byMinute.merge(minute, requests, Double::sum);
        }
    }

    Requests(Function<Call, List<RequestCost>> costs) {
        this.costs = costs;
    }

    private static long minute(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), 60);
    }

    private Api api(RequestCost cost) {
        Api api = apis.computeIfAbsent(cost.api(), name -> new Api());
        api.perSecond = cost.perSecond();
        return api;
    }

    void made(Call call, Instant at) {
        for (RequestCost cost : costs.apply(call)) {
            Api api = api(cost);
            api.total += cost.requests();
            api.add(minute(at), cost.requests());
        }
    }

    /** Reads at equal intervals. The inner minutes of a long wait are all alike: one of them stands for all. */
    void repeated(Call call, long times, Instant from, Instant to) {
        double minutes = Math.max(1, Duration.between(from, to).toMillis() / 60_000.0);
        for (RequestCost cost : costs.apply(call)) {
            Api api = api(cost);
            api.total += (double) times * cost.requests();
            double perMinute = times * cost.requests() / minutes;
            api.add(minute(from), perMinute);
            if (minute(to) > minute(from)) {
                api.add(minute(from) + 1, perMinute);
            }
        }
    }

    List<Plan.Requests> all() {
        List<Plan.Requests> all = new ArrayList<>();
        apis.forEach((name, api) -> all.add(new Plan.Requests(
                name,
                Math.round(api.total),
                Math.round(api.byMinute.values().stream()
                        .mapToDouble(Double::doubleValue)
                        .max()
                        .orElse(0)),
                Math.round(60 * api.perSecond))));
        return all;
    }
}
