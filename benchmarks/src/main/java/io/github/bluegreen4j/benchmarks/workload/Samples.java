package io.github.bluegreen4j.benchmarks.workload;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was measured, round by round. Not thread-safe. */
public final class Samples {
    private final Map<String, List<Double>> values = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    /**
     * Notes a measurement.
     *
     * @param figure what was measured
     * @param value the number
     */
    public void add(Figure figure, double value) {
        values.computeIfAbsent(figure.name(), name -> new ArrayList<>()).add(value);
    }

    /**
     * Notes a text that belongs below the table of all figures.
     *
     * @param text in Markdown
     */
    public void note(String text) {
        notes.add(text);
    }

    /** {@return the texts that belong below the table, in the order in which they were noted} */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /**
     * {@return all measurements of a figure, in the order of the rounds; empty if there are none}
     *
     * @param figure the name of the figure
     */
    public List<Double> of(String figure) {
        return List.copyOf(values.getOrDefault(figure, List.of()));
    }

    /** {@return the names of the figures that were measured} */
    public Set<String> names() {
        return Set.copyOf(values.keySet());
    }

    /**
     * {@return a figure divided by that of a peer, round by round}
     *
     * @param figure the name of the figure
     * @param peer the name of the peer's figure
     */
    public List<Double> ratios(String figure, String peer) {
        List<Double> ours = of(figure);
        List<Double> theirs = of(peer);
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
            ratios.add(ours.get(i) / theirs.get(i));
        }
        return ratios;
    }

    /**
     * {@return the value that so many percent of the measurements do not exceed}
     *
     * @param percent 0 to 100; 50 for the median
     * @param measured at least one value
     */
    public static double percentile(double percent, double... measured) {
        double[] sorted = measured.clone();
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[Math.max(0, Math.min(sorted.length, rank) - 1)];
    }

    /**
     * {@return the median}
     *
     * @param measured at least one value
     */
    public static double median(List<Double> measured) {
        double[] all =
                measured.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = all.length / 2;
        return all.length % 2 == 1 ? all[middle] : (all[middle - 1] + all[middle]) / 2;
    }
}
