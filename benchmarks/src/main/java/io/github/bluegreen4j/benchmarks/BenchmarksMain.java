package io.github.bluegreen4j.benchmarks;

import io.github.bluegreen4j.benchmarks.workload.Figure;
import io.github.bluegreen4j.benchmarks.workload.Samples;
import io.github.bluegreen4j.benchmarks.workload.Scale;
import io.github.bluegreen4j.benchmarks.workload.Workload;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Runs workloads and prints one table of their figures. */
public final class BenchmarksMain {
    private static final String USAGE = "usage: [--only W1,W2,...] [--quick]";

    private BenchmarksMain() {}

    /**
     * Runs all workloads, or those that are named.
     *
     * @param arguments {@code --only W1,W2} for some workloads; {@code --quick} for a tenth of the work
     * @throws Exception if a workload does not run as it should
     */
    public static void main(String... arguments) throws Exception {
        List<Workload> chosen = Workload.all();
        Scale scale = Scale.FULL;
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("--quick")) {
                scale = Scale.QUICK;
            } else if (arguments[i].equals("--only") && i + 1 < arguments.length) {
                chosen = named(arguments[++i]);
            } else {
                throw new IllegalArgumentException("\"" + arguments[i] + "\" is not allowed; " + USAGE);
            }
        }
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        header(out, arguments, scale);
        List<String> notes = new ArrayList<>();
        for (Workload workload : chosen) {
            System.err.println(workload.id() + " " + workload.title() + " ...");
            Samples samples = new Samples();
            long began = System.nanoTime();
            workload.run(scale, samples);
            rows(out, workload, samples);
            samples.notes().forEach(note -> notes.add(workload.id() + ": " + note));
            System.err.printf(Locale.ROOT, "%s took %.0f s%n", workload.id(), (System.nanoTime() - began) / 1e9);
        }
        notes.forEach(note -> out.println("\n" + note));
        System.exit(0); // peers leave threads behind
    }

    private static List<Workload> named(String ids) {
        Set<String> wanted = Set.of(ids.split(","));
        List<Workload> found = Workload.all().stream()
                .filter(workload -> wanted.contains(workload.id()))
                .toList();
        if (found.size() != wanted.size()) {
            throw new IllegalArgumentException("--only: \"" + ids + "\" is not allowed; allowed: some of "
                    + Workload.all().stream().map(Workload::id).collect(Collectors.joining(",")));
        }
        return found;
    }

    private static void header(PrintStream out, String[] arguments, Scale scale) throws IOException {
        out.printf(
                Locale.ROOT,
                "%s, %s, %d processors, %d MB of heap, Java %s, %s%n",
                LocalDate.now(ZoneOffset.UTC),
                processor(),
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory() >> 20,
                System.getProperty("java.version"),
                System.getProperty("os.name"));
        out.printf(
                "`mvn -B -ntp -q -Pbenchmark -pl benchmarks -am -Dbenchmark.args=\"%s\"`, %d rounds%s%n%n",
                String.join(" ", arguments),
                scale.rounds(),
                scale == Scale.FULL ? "" : ". **A tenth of the work**: where it says 10,000, it is 1,000");
        out.println("| | Figure | Median | Least to most | Goal | Ratio to a peer |");
        out.println("| --- | --- | ---: | ---: | --- | --- |");
    }

    private static String processor() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(info)) {
            return System.getProperty("os.arch");
        }
        try (var lines = Files.lines(info)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 2))
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        }
    }

    private static void rows(PrintStream out, Workload workload, Samples samples) {
        String id = workload.id() + " " + workload.title();
        for (Figure figure : workload.figures()) {
            List<Double> measured = samples.of(figure.name());
            double median = Samples.median(measured);
            List<String> ratios = new ArrayList<>();
            for (String peer : figure.peers()) {
                ratios.add(ratio(figure, peer, samples));
            }
            String goal = figure.goal()
                    .map(wanted -> (wanted.atLeast() ? "≥ " : "≤ ")
                            + number(wanted.bound())
                            + (wanted.isMet(median) ? ": met" : ": **missed**"))
                    .orElse("");
            out.printf(
                    "| %s | %s | %s | %s | %s | %s |%n",
                    id,
                    figure.name(),
                    (number(median) + ' ' + figure.unit()).strip(),
                    number(Collections.min(measured)) + " to " + number(Collections.max(measured)),
                    goal,
                    String.join("; ", ratios));
            id = "";
        }
    }

    /** The median of the ratios of each round, with the least and the most. */
    private static String ratio(Figure figure, String peer, Samples samples) {
        List<Double> ratios = samples.ratios(figure.name(), peer);
        return number(Samples.median(ratios)) + " (" + number(Collections.min(ratios)) + " to "
                + number(Collections.max(ratios)) + ") × " + peer.substring(0, peer.indexOf(':'));
    }

    private static String number(double value) {
        if (value == Math.rint(value) || Math.abs(value) >= 100) {
            return String.format(Locale.ROOT, "%,d", Math.round(value));
        }
        return String.format(
                Locale.ROOT, Math.abs(value) >= 10 ? "%.1f" : Math.abs(value) >= 0.1 ? "%.2f" : "%.4f", value);
    }
}
