package io.github.bluegreen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.awstestkit.arn.Arns;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A rollout of one service in two accounts and Regions, from the command line, on two fake AWSs whose time runs fast. */
@Timeout(600)
class RolloutRegionsTest {
    private static final List<String> CREDENTIALS = List.of("aws.accessKeyId", "aws.secretAccessKey");
    private static final String PAYMENTS = "210987654321";
    private static final String PROFILES = "aws.sharedCredentialsFile";
    private static final ServiceRef SHOP = new ServiceRef("prod", "shop");

    @TempDir
    Path directory;

    private final FakeAws ireland = aws("123456789012", "eu-west-1");
    private final FakeAws virginia = aws(PAYMENTS, "us-east-1");
    private FakeAwsServer server;

    private static FakeAws aws(String account, String region) {
        return FakeAws.of(SimulatedWorld.create(new FastTime(20)), new Arns(account, region));
    }

    private static RouteRef rule(FakeAws aws) {
        return aws.arns().rule("web", 443, 10);
    }

    private static TargetGroupRef group(FakeAws aws, String name) {
        return aws.arns().targetGroup(name);
    }

    @BeforeEach
    void furnish() throws IOException {
        CREDENTIALS.forEach(name -> System.setProperty(name, "any"));
        furnish(ireland);
        furnish(virginia);
        server = new FakeAwsServer(ireland, virginia);
    }

    private static void furnish(FakeAws aws) {
        SimulatedWorld world = aws.world();
        world.addService(SHOP, 2);
        world.addRoute(rule(aws), TrafficSplit.allOn(group(aws, "first"), group(aws, "second")));
        world.addRevision(SHOP, "shop:1", group(aws, "first"));
    }

    @AfterEach
    void end() {
        CREDENTIALS.forEach(System::clearProperty);
        System.clearProperty(PROFILES);
        server.close();
    }

    private void deployment(String name, FakeAws aws, String cluster) throws IOException {
        Path unused = Files.writeString(directory.resolve(name), """
                cluster: %s
                serviceName: shop
                taskDefinition: shop:2
                deploymentConfiguration: {bakeTimeInMinutes: 0}
                loadBalancers:
                  - targetGroupArn: %s
                    advancedConfiguration:
                      alternateTargetGroupArn: %s
                      productionListenerRule: %s
                bluegreen4j: {limits: {poll: 1s, drain: 1s}}
                """.formatted(
                        cluster,
                        group(aws, "first").id(),
                        group(aws, "second").id(),
                        rule(aws).id()));
    }

    private Cli start(String... more) throws IOException {
        Path file = Files.writeString(directory.resolve("release.yaml"), """
                waves:
                  - {name: both, deployments: [ireland.yaml, virginia.yaml]}
                """);
        List<String> args = new ArrayList<>(List.of(
                "rollout",
                "start",
                "--id=release-1",
                "--file=" + file,
                "--journal=h2:" + directory.resolve("journal"),
                "--region=eu-west-1",
                "--endpoint-url=" + server.url()));
        args.addAll(List.of(more));
        return Cli.run(args.toArray(String[]::new));
    }

    private static boolean isDeployed(FakeAws aws) {
        return aws.world().split(rule(aws)).isAllOn(group(aws, "second"));
    }

    @Test
    void theArnOfAClusterSaysInWhichAccountAndRegionItsServiceIsDeployed() throws IOException {
        deployment("ireland.yaml", ireland, ireland.arns().cluster("prod"));
        deployment("virginia.yaml", virginia, virginia.arns().cluster("prod"));
        System.setProperty(
                PROFILES,
                Files.writeString(
                                directory.resolve("credentials"),
                                "[payments]\naws_access_key_id = theirs\naws_secret_access_key = secret\n")
                        .toString());

        Cli started = start("--account-profile=" + PAYMENTS + "=payments");

        assertThat(started.exitCode()).as(started.out() + started.err()).isZero();
        assertThat(started.out()).contains("The rollout ended SUCCESSFUL: 2 successful, 0 failed, 0 not started.");
        assertThat(isDeployed(ireland)).as("eu-west-1").isTrue();
        assertThat(isDeployed(virginia)).as("us-east-1").isTrue();
        assertThat(server.keys("eu-west-1")).containsExactly("any");
        assertThat(server.keys("us-east-1")).containsExactly("theirs");
    }

    @Test
    void aNameIsRefusedWhereSeveralRegionsAreMeantAndNothingIsStored() throws IOException {
        deployment("ireland.yaml", ireland, "prod");
        deployment("virginia.yaml", virginia, virginia.arns().cluster("prod"));

        Cli refused = start();

        assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.err())
                .contains("prod/shop: cluster: \"prod\" is not allowed; allowed: its ARN, since the rollout deploys in")
                .doesNotContain("Exception");
        assertThat(Cli.run("rollout", "status", "--journal=h2:" + directory.resolve("journal"))
                        .out())
                .contains("no rollout");
    }

    @Test
    void aProfileOfAnAccountThatNobodyNamesIsRefused() throws IOException {
        deployment("ireland.yaml", ireland, ireland.arns().cluster("prod"));
        deployment("virginia.yaml", virginia, virginia.arns().cluster("prod"));

        Cli refused = start("--account-profile=111111111111=payments");

        assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.err())
                .contains("--account-profile: \"111111111111=payments\" is not allowed; allowed: an account that the"
                        + " ARN of a cluster names: [123456789012, 210987654321]");
    }
}
