package io.github.bluegreen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.bluegreen4j.examples.local.LocalCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal in DynamoDB, as an emulator that is not ours understands it. Only the profile "moto" runs this. */
@Tag("moto")
class DynamoDbTest {
    private static final List<String> CREDENTIALS = List.of("aws.accessKeyId", "aws.secretAccessKey");

    @TempDir
    Path directory;

    private Process moto;
    private String address;

    @BeforeEach
    void start() throws IOException {
        CREDENTIALS.forEach(name -> System.setProperty(name, "any"));
        Path log = directory.resolve("moto.log");
        moto = new ProcessBuilder("moto_server", "-H", "127.0.0.1", "-p", "0")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        address = await().atMost(Duration.ofMinutes(3))
                .until(() -> addressIn(Files.readString(log)), Optional::isPresent)
                .orElseThrow();
    }

    /** It prints its address when it listens, with the free port that it found. */
    private static Optional<String> addressIn(String log) {
        Matcher running = Pattern.compile("Running on (http://\\S+)\\s").matcher(log);
        return running.find() ? Optional.of(running.group(1)) : Optional.empty();
    }

    @AfterEach
    void end() {
        moto.destroyForcibly();
        CREDENTIALS.forEach(System::clearProperty);
    }

    private String[] onDynamoDb(String... command) {
        String[] all = List.of(command).toArray(new String[command.length + 3]);
        all[command.length] = "--journal=dynamodb:deployments";
        all[command.length + 1] = "--region=eu-west-1";
        all[command.length + 2] = "--endpoint-url=" + address;
        return all;
    }

    @Test
    void deployCreatesTheTableAndEverybodyReadsIt() throws IOException {
        Cli nothing = Cli.run(onDynamoDb("status", "d-1"));
        assertThat(nothing.exitCode()).isEqualTo(5);
        assertThat(nothing.err()).contains("table deployments does not exist");
        Path world = directory.resolve("world.json");
        try (LocalCluster cluster = LocalWorlds.start(directory)) {
            LocalWorldFile.of(cluster).write(world);

            Cli deployed = Cli.run(onDynamoDb(
                    "deploy",
                    "--id=d-1",
                    "--world=local:" + world,
                    "--service=local/checkout",
                    "--revision=checkout:2",
                    "--production-route=production",
                    "--test-route=test",
                    "--target-groups=group-1,group-2",
                    "--bake=0s"));

            assertThat(deployed.exitCode()).as(deployed.err()).isZero();
        }
        JsonNode status = Cli.run(onDynamoDb("status", "d-1", "--json")).json().get(0);
        assertThat(status.get("status").asText()).isEqualTo("SUCCESSFUL");
        assertThat(Cli.run(onDynamoDb("history", "d-1")).out()).contains("DeploymentEnded");
        assertThat(Cli.run(onDynamoDb("abort", "d-1")).exitCode()).isEqualTo(4);
    }
}
