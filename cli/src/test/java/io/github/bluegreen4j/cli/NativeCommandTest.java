package io.github.bluegreen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.awstestkit.AwsRequest;
import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecs.EcsClient;

/** A service that ECS's own controller deploys, on a fake AWS whose time runs fast. */
@Timeout(600)
class NativeCommandTest {
    private static final List<String> CREDENTIALS = List.of("aws.accessKeyId", "aws.secretAccessKey");
    private static final ServiceRef SHOP = new ServiceRef("prod", "shop");

    @TempDir
    Path directory;

    private final FakeAws aws = FakeAws.of(SimulatedWorld.create(new FastTime(20)));
    private final RouteRef rule = aws.arns().rule("web", 443, 10);
    private final TargetGroupRef first = aws.arns().targetGroup("first");
    private final TargetGroupRef second = aws.arns().targetGroup("second");
    private FakeAwsServer server;

    @BeforeEach
    void furnish() throws IOException {
        CREDENTIALS.forEach(name -> System.setProperty(name, "any"));
        SimulatedWorld world = aws.world();
        world.addService(SHOP, 2);
        world.addRoute(rule, TrafficSplit.allOn(first, second));
        world.addRevision(SHOP, "shop:1", first);
        aws.ecs().blueGreen(SHOP, first, second, rule, Optional.empty());
        server = new FakeAwsServer(aws);
    }

    @AfterEach
    void end() {
        CREDENTIALS.forEach(System::clearProperty);
        server.close();
    }

    private Cli run(String command, String... more) {
        List<String> args =
                new ArrayList<>(List.of(command, "--region=" + aws.arns().region(), "--endpoint-url=" + server.url()));
        args.addAll(List.of(more));
        return Cli.run(args.toArray(String[]::new));
    }

    /** The file that an import makes, with another task definition and shorter waits. */
    private Path imported() throws IOException {
        // An import asks once. The first request of a busy machine may take longer than a client waits.
        Cli imported = Stream.generate(() -> run("import", "--service=" + SHOP, "--runtime=native"))
                .limit(5)
                .filter(tried -> tried.exitCode() != ExitCode.OUT_OF_REACH)
                .findFirst()
                .orElseThrow();
        assertThat(imported.exitCode()).as(imported.err()).isZero();
        assertThat(imported.out()).contains("taskDefinition: ");
        return Files.writeString(
                directory.resolve("shop.yaml"),
                imported.out().replaceFirst("taskDefinition: .*", "taskDefinition: shop:2")
                        + "bluegreen4j: {limits: {poll: 1s, drain: 1s}}\n");
    }

    private EcsClient console() {
        return EcsClient.builder()
                .httpClient(aws.httpClient())
                .region(Region.of(aws.arns().region()))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "key")))
                .build();
    }

    private boolean hasPauseHook() {
        return !console()
                .describeServices(request -> request.cluster("prod").services("shop"))
                .services()
                .get(0)
                .deploymentConfiguration()
                .lifecycleHooks()
                .isEmpty();
    }

    @Test
    void whatSomebodyElseDeploysIsGuarded() throws Exception {
        ObjectNode settings = new ObjectMapper().createObjectNode();
        settings.putObject("deploymentConfiguration")
                .put("strategy", "BLUE_GREEN")
                .put("bakeTimeInMinutes", 0);
        aws.ecs().configure(SHOP, settings);
        String file = imported().toString();
        String journal = "--journal=h2:" + directory.resolve("journal");
        CompletableFuture<Cli> guard =
                CompletableFuture.supplyAsync(() -> run("guard", "-f", file, journal, "--runtime=native", "--once"));
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> guard.isDone() || hasPauseHook());

        console()
                .updateService(
                        request -> request.cluster("prod").service("shop").taskDefinition("shop:9"));
        Cli guarded = guard.get(3, TimeUnit.MINUTES);

        assertThat(guarded.exitCode()).as(guarded.out() + guarded.err()).isZero();
        assertThat(guarded.out())
                .containsSubsequence(
                        "prod/shop: ECS waits for it before each shift",
                        "shop:9, was started by somebody else and is guarded",
                        "ended SUCCESSFUL");
        assertThat(aws.world().split(rule).isAllOn(second)).isTrue();
        assertThat(run("guard", "-f", file, "--runtime=native", "--remove").exitCode())
                .isZero();
        assertThat(aws.ecs().tags(SHOP)).containsEntry("bluegreen4j:guarded-configuration", "-");
    }

    @Test
    void onlyEcsOwnControllerWaitsForAGuard() throws IOException {
        Cli refused = run("guard", "-f", imported().toString(), "--runtime=pair", "--remove");

        assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.err()).contains("--runtime: \"pair\"", "native: only ECS's own controller");
    }

    @Test
    void anImportedServiceIsDeployedByEcsWhichWaitsForTheCommand() throws IOException {
        ObjectNode settings = new ObjectMapper().createObjectNode();
        settings.putObject("deploymentConfiguration")
                .put("strategy", "BLUE_GREEN")
                .put("bakeTimeInMinutes", 0);
        aws.ecs().configure(SHOP, settings);
        String file = imported().toString();
        String journal = "--journal=h2:" + directory.resolve("journal");

        Cli begun = run(
                "deploy",
                "-f",
                file,
                "--id=d-1",
                journal,
                "--runtime=native",
                "--pause-timeout=14d",
                // No route is being written then: the next process would wait six minutes for a late write.
                "--until=SCALE_UP");
        assertThat(begun.exitCode()).as(begun.out() + begun.err()).isZero();
        assertThat(begun.out() + begun.err()).contains(" --runtime native --pause-timeout 14d");
        Cli deployed = run("deploy", "--id=d-1", journal, "--runtime=native", "--pause-timeout=14d");

        assertThat(deployed.exitCode()).as(deployed.out() + deployed.err()).isZero();
        assertThat(aws.world().split(rule).isAllOn(second)).isTrue();
        assertThat(aws.requests("ecs:ContinueServiceDeployment")).hasSize(2);
        assertThat(aws.requests())
                .extracting(AwsRequest::action)
                .doesNotContain("elasticloadbalancing:ModifyRule", "application-autoscaling:DescribeScalableTargets");
    }
}
