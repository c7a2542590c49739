package io.github.bluegreen4j.examples.local.dataplane;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Smooth weighted round robin: in each turn everybody earns his weight, the richest is chosen and pays the sum of all
 * weights. So any run as long as that sum obeys the weights exactly, and the choices are spread evenly over it.
 */
final class WeightedChoice {

    private final SortedMap<String, Integer> weights;
    private final Map<String, Integer> credit = new HashMap<>();
    private final int sum;

    WeightedChoice(SortedMap<String, Integer> weights) {
        this.weights = weights;
        this.sum = weights.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The next one; nobody when all weights are zero. */
    Optional<String> next() {
        Optional<String> richest = Optional.empty();
        int most = Integer.MIN_VALUE;
        for (Map.Entry<String, Integer> each : weights.entrySet()) {
            if (each.getValue() == 0) {
                continue;
            }
            int earned = credit.merge(each.getKey(), each.getValue(), Integer::sum);
            if (earned > most) {
                most = earned;
                richest = Optional.of(each.getKey());
            }
        }
        richest.ifPresent(chosen -> credit.merge(chosen, -sum, Integer::sum));
        return richest;
    }
}
