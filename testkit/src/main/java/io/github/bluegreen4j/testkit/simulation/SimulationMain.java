package io.github.bluegreen4j.testkit.simulation;

import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Command line for a campaign of generated scenarios, or for the story of one seed. Exit codes: 0 if no invariant was
 * broken, 1 if one was, 2 if the arguments are invalid.
 */
public final class SimulationMain {
    private static final String USAGE = """
            Deploys whatever the seeds make up, with whatever may go wrong, and checks all invariants of the world.

              --seed N      tell the story of that seed
              --seeds N     run so many seeds, from 1; 1,000 when nothing is said
              --minutes M   begin no seed after so many minutes, 1 to 10,080; without --seeds as many seeds as fit
              --help        say this
            """;

    private static final List<String> VALUED = List.of("--seed", "--seeds", "--minutes");
    private static final String ALLOWED = "--seed N, --seeds N, --minutes M and --help";
    private static final long MOST_MINUTES = 7 * 24 * 60;

    private SimulationMain() {}

    /**
     * Runs the command and exits the process if the exit code is not 0.
     *
     * @param args the options; {@code --help} lists them
     */
    public static void main(String[] args) {
        int code = run(args, System.out, System.err);
        if (code != 0) {
            System.exit(code);
        }
    }

    static int run(String[] args, PrintStream out, PrintStream err) {
        return run(args, out, err, Campaign.ofAnything());
    }

    static int run(String[] args, PrintStream out, PrintStream err, Campaign campaign) {
        Options options;
        try {
            options = Options.of(args);
        } catch (IllegalArgumentException misunderstood) {
            err.println(misunderstood.getMessage());
            return 2;
        }
        if (options.help()) {
            out.print(USAGE);
            return 0;
        }
        if (options.seed().isPresent()) {
            return tell(options.seed().get(), campaign, out);
        }
        CampaignReport report =
                campaign.seeds(options.seeds()).noLongerThan(options.longest()).run();
        out.println(report);
        return end(report, out);
    }

    private static int tell(long seed, Campaign campaign, PrintStream out) {
        out.println(campaign.story(seed));
        return end(campaign.from(seed).seeds(1).run(), out);
    }

    private static int end(CampaignReport report, PrintStream out) {
        report.failure().ifPresent(failure -> out.println("\n" + failure + "\nto repeat it: --seed " + failure.seed()));
        return report.failure().isPresent() ? 1 : 0;
    }

    /** The parsed options. */
    private record Options(boolean help, Optional<Long> seed, long seeds, Duration longest) {

        static Options of(String[] args) {
            Map<String, Long> given = new HashMap<>();
            boolean help = false;
            for (int i = 0; i < args.length; i++) {
                String name = args[i];
                if (name.equals("--help")) {
                    help = true;
                } else if (VALUED.contains(name)) {
                    given.put(name, number(name, ++i < args.length ? args[i] : ""));
                } else {
                    throw new IllegalArgumentException("option: \"" + name + "\" is not allowed; allowed: " + ALLOWED);
                }
            }
            if (given.containsKey("--seed") && given.size() > 1) {
                throw new IllegalArgumentException("--seed: \"" + given.get("--seed")
                        + "\" is not allowed together with --seeds or --minutes; allowed: one seed, or many");
            }
            return new Options(
                    help,
                    Optional.ofNullable(given.get("--seed")),
                    given.getOrDefault("--seeds", given.containsKey("--minutes") ? Long.MAX_VALUE : 1_000L),
                    Duration.ofMinutes(given.getOrDefault("--minutes", MOST_MINUTES)));
        }

        private static long number(String name, String text) {
            long least = name.equals("--seed") ? Long.MIN_VALUE : 1;
            long most = name.equals("--minutes") ? MOST_MINUTES : Long.MAX_VALUE;
            try {
                long number = Long.parseLong(text);
                if (number >= least && number <= most) {
                    return number;
                }
            } catch (NumberFormatException noNumber) {
                // reported below
            }
            String allowed = switch (name) {
                case "--seed" -> "a whole number";
                case "--minutes" -> "a whole number, 1 to " + MOST_MINUTES;
                default -> "a whole number, 1 or more";
            };
            throw new IllegalArgumentException(name + ": " + "\"" + text + "\" is not allowed; allowed: " + allowed);
        }
    }
}
