package io.github.bluegreen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.bluegreen4j.examples.local.LocalCluster;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a user reads at the end of a deployment in a real, local world. */
@Timeout(600)
class EndsTest {
    private static final String NOT_ALLOWED = " is not allowed; allowed: ";

    @TempDir
    static Path directory;

    private static LocalCluster cluster;
    private static Path world;

    @BeforeAll
    static void start() {
        cluster = LocalWorlds.start(directory);
        world = directory.resolve("world.json");
        LocalWorldFile.of(cluster).write(world);
    }

    @AfterAll
    static void end() {
        cluster.close();
    }

    private static Cli run(String command, String... more) {
        List<String> args = new ArrayList<>(List.of(command, "--journal=h2:" + directory.resolve("journal")));
        args.addAll(Arrays.asList(more));
        return Cli.run(args.toArray(String[]::new));
    }

    private static Cli deploy(String id, String... more) {
        List<String> order = new ArrayList<>(List.of(
                "--id=" + id,
                "--world=local:" + world,
                "--service=local/checkout",
                "--production-route=production",
                "--test-route=test",
                "--bake=0s"));
        if (Arrays.stream(more).noneMatch(option -> option.startsWith("--revision="))) {
            order.add("--revision=checkout:2");
        }
        order.addAll(Arrays.asList(more));
        return run("deploy", order.toArray(String[]::new));
    }

    @Test
    void aRefusalByTheWorldIsToldOnceEachFaultALine() {
        Cli refused = deploy("refused", "--target-groups=group-1,group-2", "--alarm=nope", "--alarm=neither");

        assertThat(refused.exitCode()).isEqualTo(2);
        String told = refused.out() + refused.err();
        assertThat(told).doesNotContain("Exception").doesNotContain("Fault[");
        assertThat(told.lines().map(String::strip).filter(line -> line.startsWith("alarms.")))
                .as(told)
                .containsExactly(
                        "alarms.names[0]: \"nope\" does not exist", "alarms.names[1]: \"neither\" does not exist");
        assertThat(run("status", "refused").out().lines().map(String::strip))
                .as("the status tells each fault on a line of its own, too")
                .anyMatch(line -> line.startsWith("alarms.names[1]: \"neither\" does not exist"));
    }

    @Test
    void aRepeatedJobWhoseFaultIsMendedIsOrderedAgainUnderItsId() {
        String[] order = {"--target-groups=group-1,group-2", "--setting=never-healthy=true", "--limit=stage=4s"};
        Cli refused = deploy("job-7", order[0], order[1], order[2], "--alarm=nope");
        assertThat(refused.exitCode()).isEqualTo(2);

        Cli again = deploy("job-7", order);

        assertThat(again.exitCode()).as(again.out() + again.err()).isEqualTo(1);
        assertThat(again.out())
                .contains("deployment job-7 was refused before, with nothing touched, and is ordered again")
                .contains("ended ROLLBACK_SUCCESSFUL")
                .doesNotContain("nope");
        assertThat(run("deploy", "--id=job-7", "--world=local:" + world).out()).contains("job-7 ended before");
        assertThat(run("history", "job-7").out()).contains("ended ROLLBACK_SUCCESSFUL: ");
    }

    @Test
    void whatAPortRefusesIsToldOnceInItsOwnWords() {
        Cli refused = deploy("missing", "--target-groups=group-1,group-3");

        assertThat(refused.exitCode()).isEqualTo(2);
        String told = refused.out() + refused.err();
        assertThat(occurrences(told, "no target group group-3")).as(told).isEqualTo(1);
        assertThat(told).contains("read targets on group-3: ").doesNotContain(NOT_ALLOWED);
    }

    @Test
    void anUndoTakesProductionBackAndTheNextDeploymentRetiresWhatIsKept() {
        Cli kept = deploy("kept", "--target-groups=group-1,group-2", "--keep-blue=1h", "--limit=drain=1s");
        assertThat(kept.exitCode()).as(kept.out() + kept.err()).isZero();
        assertThat(kept.out()).contains("Deployment kept-keeps-blue takes production back");
        assertThat(run("status").out()).contains("kept-keeps-blue");
        Cli tooLate = run("rollback", "kept");
        assertThat(tooLate.exitCode()).isEqualTo(4);
        assertThat(tooLate.err()).contains("; it keeps blue until ").contains(": bluegreen undo kept");
        assertThat(run("status", "kept").out()).containsPattern("kept blue   until .*; bluegreen undo kept");
        assertThat(run("explain", "kept").out())
                .containsPattern("you may     it keeps blue until .*: bluegreen undo kept");
        assertThat(run("explain", "kept-keeps-blue").out()).contains("you may     bluegreen undo kept-keeps-blue: ");
        assertThat(run("status", "kept-keeps-blue").out())
                .contains("waits for   the end of the time for which the revision is kept")
                .doesNotContain("another deployment of the service runs");

        Cli undone = run("undo", "kept", "--reason=odd", "--actor=alice", "--world=local:" + world);
        assertThat(undone.exitCode()).as(undone.out() + undone.err()).isZero();
        assertThat(undone.out()).contains("An undo takes production back").contains("alice");
        Cli again = run("undo", "kept", "--world=local:" + world);
        assertThat(again.exitCode()).isEqualTo(4);
        assertThat(again.err()).contains("deployment kept was undone already: production is back on");
        assertThat(run("status", "kept").out())
                .contains("kept blue   kept-keeps-blue is SUCCESSFUL: production is back on");

        assertThat(deploy("next", "--target-groups=group-1,group-2", "--keep-blue=1h=50", "--limit=drain=1s")
                        .exitCode())
                .isZero();
        Cli last = deploy("last", "--target-groups=group-1,group-2", "--limit=drain=1s");
        assertThat(last.exitCode()).as(last.out() + last.err()).isZero();
        assertThat(last.out()).contains("what next-keeps-blue keeps is retired first");
        assertThat(run("status", "next-keeps-blue").out()).contains("SUCCESSFUL");
    }

    private static int occurrences(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    @Test
    void anEndThatIsToldAgainSaysThatItIsOneAndFromWhen() {
        String[] order = {"--target-groups=group-1,group-2", "--setting=never-healthy=true", "--limit=stage=4s"};
        Cli first = deploy("again", order);
        assertThat(first.exitCode()).as(first.out() + first.err()).isEqualTo(1);
        assertThat(first.out()).doesNotContain("ended before");
        String endedAt = json(run("status", "again", "--json")).get("endedAt").asText();

        for (Cli again : List.of(deploy("again", order), run("deploy", "--id=again", "--world=local:" + world))) {
            assertThat(again.exitCode()).isEqualTo(1);
            assertThat(again.out())
                    .contains("deployment again ended before, at " + endedAt + ", as ROLLBACK_SUCCESSFUL: ")
                    .contains("nothing was done now")
                    .doesNotContain("The deployment rolls back");
        }
        assertThat(run("watch", "again").out())
                .contains("deployment again ended before, at " + endedAt + ", as ROLLBACK_SUCCESSFUL: ");
        for (Cli again :
                List.of(deploy("again", "--json", order[0], order[1], order[2]), run("watch", "again", "--json"))) {
            assertThat(json(again).get("replayed").asBoolean()).isTrue();
            assertThat(json(again).get("status").asText()).isEqualTo("ROLLBACK_SUCCESSFUL");
        }
        assertThat(run("abort", "again").err()).contains("has ended: ROLLBACK_SUCCESSFUL, at " + endedAt);
        Cli fresh = deploy("fresh", "--json", order[0], order[1], order[2]);
        assertThat(json(fresh).get("replayed").asBoolean()).isFalse();
    }

    private static JsonNode json(Cli told) {
        return told.json().get(told.json().size() - 1);
    }
}
