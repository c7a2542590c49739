package io.github.bluegreen4j.report;

import io.github.bluegreen4j.model.Approvals;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.PolicyAnswer;
import io.github.bluegreen4j.model.RevisionChange;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a deployment would do, if it were ordered now and nothing went wrong: every stage with its writes, hooks, pauses and bakes, how
 * long each takes, and the way back from it. The workflow itself computes it, in a copy of the world in which tasks are healthy at once,
 * hooks succeed and pauses are answered with CONTINUE. Nothing is touched.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param service the service
 * @param revision what would be deployed; empty for a recovery
 * @param blue the revision that serves production now; empty in a first deployment
 * @param changes what green changes against blue, in the runtime's names; empty if the runtime cannot compare them
 * @param end how the deployment would end: SUCCESSFUL, or STOPPED if it would be refused
 * @param reason why it would end so, for example what it would be refused for
 * @param reconciles whether an earlier deployment left the service in a state that has to be mended first
 * @param stages the stages in their order; empty if the deployment would be refused, or if a recovery has nothing to repair
 * @param atEnd the writes after the last stage, which restore what the deployment suspended
 * @param tasksBefore how many tasks all revisions of the service run now
 * @param tasksAtPeak how many tasks they run together at the peak; the capacity provider must have room for the difference
 * @param shortest how long it takes at least: the fixed waits alone
 * @param longest how long it may take at most, with every limit and every time-out used up
 * @param calls how many calls it makes to each operation of the ports, by the names of the operations, if it takes the shortest time
 * @param requests the requests of these calls by API, beside the limit of each; empty if the ports know no limits
 * @param leftOvers what would be left over at the end, by name
 * @param line who has stopped the line, so that no write that gives green more weight would be made now; empty if it runs
 */
public record Plan(
        ServiceRef service,
        Optional<String> revision,
        Optional<String> blue,
        List<RevisionChange> changes,
        DeploymentStatus end,
        String reason,
        boolean reconciles,
        List<Stage> stages,
        List<String> atEnd,
        int tasksBefore,
        int tasksAtPeak,
        Duration shortest,
        Duration longest,
        Map<String, Integer> calls,
        List<Requests> requests,
        List<String> leftOvers,
        Optional<String> line) {

    /**
     * Copies the lists.
     *
     * @param service the service
     * @param revision what would be deployed
     * @param blue the revision that serves production now
     * @param changes what green changes against blue
     * @param end how the deployment would end
     * @param reason why it would end so
     * @param reconciles whether the service has to be mended first
     * @param stages the stages in their order
     * @param atEnd the writes after the last stage
     * @param tasksBefore how many tasks all revisions of the service run now
     * @param tasksAtPeak how many tasks they run together at the peak
     * @param shortest how long it takes at least
     * @param longest how long it may take at most
     * @param calls how many calls it makes to each operation of the ports
     * @param requests the requests of these calls by API
     * @param leftOvers what would be left over at the end
     * @param line who has stopped the line
     */
    public Plan {
        changes = List.copyOf(changes);
        stages = List.copyOf(stages);
        atEnd = List.copyOf(atEnd);
        calls = Map.copyOf(calls);
        requests = List.copyOf(requests);
        leftOvers = List.copyOf(leftOvers);
    }

    /** {@return whether the deployment would be refused before anything is touched} */
    public boolean isRefused() {
        return stages.isEmpty() && end == DeploymentStatus.STOPPED;
    }

    private static String approvals(Stage stage, String pause) {
        Approvals approvals = stage.approvals().get(pause);
        return approvals == null ? "" : ", approved by " + approvals;
    }

    /** {@return every write of the way forward, in order, with its exact values} */
    public List<String> writes() {
        return Stream.concat(stages.stream().flatMap(stage -> stage.writes().stream()), atEnd.stream())
                .toList();
    }

    /**
     * One stage of the way forward.
     *
     * @param stage the stage
     * @param step the production step, from 1; 0 in stages that are not repeated for each step
     * @param greenShare green's share of production after the stage
     * @param writes the writes in their order, with exact values
     * @param conditions what must be true for the stage to go on, besides that everything can be read and that calls are accepted
     * @param policies the writes before which policies are asked, with what each would answer now; empty if the engine has no policies
     * @param hooks the hooks that the stage calls, all at the same time, with their time-outs
     * @param pauses the pauses that wait for a person, with their time-outs
     * @param approvals whose approval these pauses need, by the name of the pause; those that anybody may answer are missing
     * @param shortest how long it takes at least
     * @param longest how long it may take at most
     * @param bounds every deadline that bounds it, by what it limits
     * @param wayBack what a rollback at the end of this stage would do; empty in CLEAN_UP, from which none is possible
     */
    public record Stage(
            LifecycleStage stage,
            int step,
            Percent greenShare,
            List<String> writes,
            List<Condition> conditions,
            List<PolicyQuestion> policies,
            Map<String, Duration> hooks,
            Map<String, Duration> pauses,
            Map<String, Approvals> approvals,
            Duration shortest,
            Duration longest,
            Map<String, Duration> bounds,
            Optional<WayBack> wayBack) {

        /** {@return the name, with the step if there is one} */
        public String name() {
            return stage + (step > 0 ? " step " + step : "");
        }
    }

    /**
     * The requests to one API, if the deployment takes the shortest time. A deployment that takes longer polls more often.
     *
     * @param api the API, or the group of its operations that share a limit
     * @param total all requests
     * @param busiestMinute the requests of the busiest minute
     * @param perMinute how many requests a minute this process may make, in all deployments together
     */
    public record Requests(String api, long total, long busiestMinute, long perMinute) {}

    /** What a deployment does while a condition is not true. */
    public enum Otherwise {
        /** It waits, at most until a limit. */
        WAITS("waits"),
        /** It pauses, and a person answers. */
        ASKS("asks a person"),
        /** It rolls back at once. */
        ROLLS_BACK("rolls back"),
        /** It stops where it is. */
        STOPS("stops");

        private final String words;

        Otherwise(String words) {
            this.words = words;
        }

        /** {@return as words that follow "it"} */
        public String words() {
            return words;
        }
    }

    /**
     * Something that must be true for a stage to go on. The workflow itself names it: the planner shows it a world with one thing wrong.
     *
     * @param name the name of the gate, watch or cause of a rollback
     * @param wanted what must be true
     * @param otherwise what happens if it is not
     */
    public record Condition(String name, String wanted, Otherwise otherwise) {}

    /**
     * A question to every policy of the engine. The deployment asks anew before the write, and waits while one of them does not say yes.
     *
     * @param route the route that would be written
     * @param greenShare the share that green would get there
     * @param answers what each policy would answer now, by its name, in the order in which they are asked
     */
    public record PolicyQuestion(RouteRef route, Percent greenShare, Map<String, PolicyAnswer> answers) {
        /**
         * Copies the answers.
         *
         * @param route the route that would be written
         * @param greenShare the share that green would get there
         * @param answers what each policy would answer now
         */
        public PolicyQuestion {
            answers = Collections.unmodifiableMap(new LinkedHashMap<>(answers));
        }

        private List<String> lines() {
            return answers.entrySet().stream()
                    .map(policy -> policy.getKey() + ", before green gets " + greenShare + " on route " + route
                            + "; now: " + policy.getValue())
                    .toList();
        }
    }

    /**
     * A rollback.
     *
     * @param writes its writes in their order, with exact values
     * @param shortest how long it takes until the deployment has ended, if everything answers
     * @param longest how long it may take at most
     * @param end how the deployment ends then
     */
    public record WayBack(List<String> writes, Duration shortest, Duration longest, DeploymentStatus end) {}

    /** {@return the plan as lines of text for a terminal} */
    public String toText() {
        List<String> lines = new ArrayList<>();
        lines.add("plan for " + service + ": "
                + revision.map(green ->
                                green + blue.map(old -> " replaces " + old).orElse(", the first deployment"))
                        .orElse("a recovery"));
        if (isRefused()) {
            lines.add("would be refused, nothing would be touched: " + reason);
            return String.join("\n", lines) + "\n";
        }
        changes.forEach(change -> lines.add("changes " + change));
        if (reconciles) {
            lines.add(
                    "an earlier deployment left the service in a state that has to be mended first (RECONCILE_SERVICE)");
        }
        lines.add("takes " + Phrases.duration(shortest) + " to " + Phrases.duration(longest) + "; ends as " + end + ": "
                + reason);
        lines.add("tasks: " + tasksBefore + " now, " + tasksAtPeak + " at the peak");
        lines.add("calls: "
                + calls.values().stream().mapToInt(Integer::intValue).sum() + " if it takes the shortest time");
        line.ifPresent(stopped -> lines.add(stopped + "; until it is resumed, green gets no more weight"));
        requests.forEach(api -> lines.add("requests: " + api.api() + " " + api.total() + ", at most "
                + api.busiestMinute() + " a minute of " + api.perMinute() + " allowed"));
        for (Stage stage : stages) {
            lines.add("");
            lines.add("%s  %s to %s"
                    .formatted(stage.name(), Phrases.duration(stage.shortest()), Phrases.duration(stage.longest())));
            stage.writes().forEach(write -> lines.add("  write  " + write));
            stage.conditions()
                    .forEach(condition -> lines.add("  gate   " + condition.wanted() + " (" + condition.name()
                            + "); otherwise it " + condition.otherwise().words()));
            stage.policies().forEach(question -> question.lines().forEach(asked -> lines.add("  policy " + asked)));
            stage.hooks()
                    .forEach((hook, timeOut) ->
                            lines.add("  hook   " + hook + ", at most " + Phrases.duration(timeOut)));
            stage.pauses()
                    .forEach((pause, timeOut) -> lines.add(
                            "  pause  " + pause + approvals(stage, pause) + ", at most " + Phrases.duration(timeOut)));
            stage.bounds()
                    .forEach((name, duration) -> lines.add("  limit  " + Phrases.duration(duration) + ": " + name));
            stage.wayBack()
                    .ifPresentOrElse(
                            back -> lines.add("  back   " + Phrases.duration(back.shortest()) + " to "
                                    + Phrases.duration(back.longest()) + ", "
                                    + back.end()
                                    + (back.writes().isEmpty() ? "" : ": " + String.join("; ", back.writes()))),
                            () -> lines.add("  back   not possible: blue is being retired"));
        }
        atEnd.forEach(write -> lines.add("at the end: " + write));
        leftOvers.forEach(what -> lines.add("left over: " + what));
        return String.join("\n", lines) + "\n";
    }

    /** {@return the plan as a Mermaid flow chart} */
    public String toMermaid() {
        StringBuilder chart = new StringBuilder("flowchart TD\n");
        if (isRefused()) {
            return chart.append("  refused[\"")
                    .append(escaped(reason))
                    .append("\"]\n")
                    .toString();
        }
        for (int i = 0; i < stages.size(); i++) {
            Stage stage = stages.get(i);
            List<String> lines = new ArrayList<>(List.of(stage.name()));
            lines.addAll(stage.writes());
            stage.policies().stream()
                    .flatMap(question -> question.answers().keySet().stream())
                    .distinct()
                    .forEach(policy -> lines.add("policy " + policy));
            stage.hooks().keySet().forEach(hook -> lines.add("hook " + hook));
            stage.pauses().keySet().forEach(pause -> lines.add("pause " + pause));
            lines.add(Phrases.duration(stage.shortest()) + " to " + Phrases.duration(stage.longest()));
            chart.append("  s").append(i).append("[\"");
            chart.append(String.join("<br/>", lines.stream().map(Plan::escaped).toList()))
                    .append("\"]\n");
            chart.append("  s").append(i).append(" --> ").append(i + 1 < stages.size() ? "s" + (i + 1) : "done");
            chart.append('\n');
            int from = i;
            stage.wayBack().ifPresent(back -> chart.append("  s").append(from).append(" -. rollback .-> back\n"));
        }
        return chart.append("  done([\"")
                .append(end)
                .append("\"])\n  back([\"ROLLBACK_SUCCESSFUL\"])\n")
                .toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "#amp;")
                .replace("\"", "#quot;")
                .replace("<", "#lt;")
                .replace(">", "#gt;");
    }
}
