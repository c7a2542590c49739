package io.github.bluegreen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** AWS, or whoever answers in its place. */
class EndpointTest {
    private static final List<String> CREDENTIALS = List.of("aws.accessKeyId", "aws.secretAccessKey");

    /** Where the default chain finds none. */
    private static final Map<String, String> NO_CREDENTIALS = Map.of(
            "aws.disableEc2Metadata", "true",
            "aws.configFile", "/nowhere",
            "aws.sharedCredentialsFile", "/nowhere");

    @TempDir
    Path directory;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Queue<String> answers = new ConcurrentLinkedQueue<>();
    private HttpServer server;

    @BeforeEach
    void giveCredentialsThatTheDefaultChainFinds() {
        CREDENTIALS.forEach(name -> System.setProperty(name, "any"));
    }

    @AfterEach
    void takeThemBack() {
        CREDENTIALS.forEach(System::clearProperty);
    }

    @AfterEach
    void end() {
        NO_CREDENTIALS.keySet().forEach(System::clearProperty);
        if (server != null) {
            server.stop(0);
        }
    }

    private Cli deploy(String endpoint, String... more) {
        List<String> args = new ArrayList<>(List.of(
                "deploy",
                "--journal=h2:" + directory.resolve("journal"),
                "--region=eu-west-1",
                "--endpoint-url=" + endpoint,
                "--service=prod/checkout",
                "--revision=checkout:42",
                "--production-route=rule",
                "--target-groups=a,b"));
        args.addAll(Arrays.asList(more));
        return Cli.run(args.toArray(String[]::new));
    }

    private void answer(String... bodies) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answers.addAll(Arrays.asList(bodies));
        server.createContext("/", this::answer);
        server.start();
    }

    private String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void assertThatNothingIsOrdered() {
        assertThat(Cli.run("status", "--journal=h2:" + directory.resolve("journal"))
                        .out())
                .contains("no deployment");
    }

    @Test
    void requestsGoToTheEndpointAndWhatItRefusesIsTold() throws IOException {
        answer("AccessDeniedException: somebody is not authorized to perform: ecs:DescribeServices");

        Cli refused = deploy(endpoint());

        assertThat(asked).containsExactly("AmazonEC2ContainerServiceV20141113.DescribeServices");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("ecs:DescribeServices").contains("not authorized");
        assertThatNothingIsOrdered();
    }

    @Test
    void aThrottledFirstRequestIsMadeAgain() throws IOException {
        answer("ThrottlingException: Rate exceeded", "AccessDeniedException: no");

        Cli refused = deploy(endpoint());

        assertThat(asked).hasSize(2);
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("try 1 of 5").contains("Rate exceeded");
    }

    @Test
    void aThrottledFirstRequestOfTheJournalIsMadeAgain() throws IOException {
        answer("ThrottlingException: Rate exceeded", "AccessDeniedException: no");

        Cli refused = Cli.run(
                "status", "--journal=dynamodb:deployments", "--region=eu-west-1", "--endpoint-url=" + endpoint());

        assertThat(asked).hasSize(2);
        assertThat(refused.exitCode()).isEqualTo(5);
        assertThat(refused.err())
                .contains("The journal is out of reach, try 1 of 5")
                .contains("Rate exceeded");
    }

    @Test
    void aServiceThatIsNotThereIsToldWithRegionAndCluster() throws IOException {
        answer("ClusterNotFoundException: Cluster not found.");

        Cli refused = deploy(endpoint());

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .contains("--service: \"prod/checkout\"")
                .contains("cluster prod")
                .contains("Region eu-west-1")
                .contains("--region");
        assertThatNothingIsOrdered();
    }

    @Test
    void missingCredentialsAreToldInTwoLinesWithExitCode5() throws IOException {
        assumeThat(System.getenv("AWS_ACCESS_KEY_ID")).isNull();
        takeThemBack();
        NO_CREDENTIALS.forEach(System::setProperty);
        answer();

        Cli deployed = deploy(endpoint());
        Cli looked = Cli.run(
                "status", "--journal=dynamodb:deployments", "--region=eu-west-1", "--endpoint-url=" + endpoint());

        for (Cli refused : List.of(deployed, looked)) {
            assertThat(refused.exitCode()).isEqualTo(5);
            assertThat(refused.err().lines()).hasSize(2);
            assertThat(refused.err())
                    .startsWith("AWS credentials are missing: ")
                    .contains("AWS_PROFILE")
                    .doesNotContain("Exception");
        }
        assertThat(asked).isEmpty();
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.add(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
        String text = answers.remove();
        boolean isError = !text.startsWith("{");
        String[] error = text.split(": ", 2);
        String body = isError ? "{\"__type\":\"" + error[0] + "\",\"message\":\"" + error[1] + "\"}" : text;
        byte[] answer = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(isError ? 400 : 200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    @Test
    void anEndpointThatIsOutOfReachIsExitCode5AndNothingIsOrdered() throws IOException {
        Cli refused = deploy("http://127.0.0.1:" + RefusalsTest.closedPort(), "--tries=1");

        assertThat(refused.exitCode()).isEqualTo(5);
        assertThat(refused.err()).contains("out of reach; nothing was touched").contains("ecs:DescribeServices");
        assertThatNothingIsOrdered();
    }

    private static String service(String name, String group, String tags) {
        return "{\"serviceName\":\"" + name + "\",\"serviceArn\":\"arn:aws:ecs:eu-west-1:1:service/prod/" + name
                + "\",\"clusterArn\":\"arn:aws:ecs:eu-west-1:1:cluster/prod\",\"status\":\"ACTIVE\","
                + "\"taskDefinition\":\"arn:aws:ecs:eu-west-1:1:task-definition/checkout:41\",\"launchType\":\"FARGATE\","
                + "\"loadBalancers\":[{\"targetGroupArn\":\"" + group
                + "\",\"containerName\":\"app\",\"containerPort\":80}],\"tags\":[" + tags + "]}";
    }

    private Cli createPair(String... more) {
        List<String> args = new ArrayList<>(List.of(
                "pair",
                "create",
                "--region=eu-west-1",
                "--endpoint-url=" + endpoint(),
                "--service=prod/checkout",
                "--target-group=b"));
        args.addAll(Arrays.asList(more));
        return Cli.run(args.toArray(String[]::new));
    }

    private static final String NOT_SCALABLE = "{\"ScalableTargets\":[]}";

    @Test
    void aTwinIsCreatedOnceAndSaidWhatItIs() throws IOException {
        String existing = service("checkout", "a", "");
        String twin = service(
                "checkout-twin",
                "b",
                "{\"key\":\"bluegreen4j:twin-of\",\"value\":\"arn:aws:ecs:eu-west-1:1:service/prod/checkout\"}");
        answer(
                "{\"services\":[" + existing
                        + "],\"failures\":[{\"arn\":\"arn:aws:ecs:eu-west-1:1:service/prod/checkout-twin\",\"reason\":\"MISSING\"}]}",
                "{\"service\":" + twin + "}",
                NOT_SCALABLE,
                "{\"services\":[" + existing + "," + twin + "],\"failures\":[]}",
                NOT_SCALABLE);

        Cli created = createPair();

        assertThat(created.exitCode()).as(created.err()).isZero();
        assertThat(created.out())
                .contains("Created prod/checkout-twin, the twin of prod/checkout, with task definition checkout:41")
                .contains("bluegreen deploy --runtime pair --service prod/checkout");
        Cli again = createPair("--json");
        assertThat(again.out()).contains("\"twin\":\"prod/checkout-twin\"", "\"created\":false", "\"notes\":[]");
        assertThat(asked)
                .extracting(target -> target.replaceFirst(".*\\.", ""))
                .containsExactly(
                        "DescribeServices",
                        "CreateService",
                        "DescribeScalableTargets",
                        "DescribeServices",
                        "DescribeScalableTargets");
    }

    @Test
    void aServiceThatCanHaveNoTwinIsRefused() throws IOException {
        answer(
                "{\"services\":[],\"failures\":[{\"arn\":\"arn:aws:ecs:eu-west-1:1:service/prod/checkout\",\"reason\":\"MISSING\"},"
                        + "{\"arn\":\"arn:aws:ecs:eu-west-1:1:service/prod/checkout-twin\",\"reason\":\"MISSING\"}]}");

        Cli refused = createPair();

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("Region eu-west-1", "there is no service checkout in cluster prod");
        assertThat(Cli.run("pair", "create", "--service=checkout", "--target-group=b")
                        .err())
                .contains("--service: \"checkout\"");
        assertThat(Cli.run("pair").exitCode()).isEqualTo(2);
    }

    @Test
    void aPairIsAskedForAsAPair() throws IOException {
        answer(
                "{\"services\":[],\"failures\":[{\"arn\":\"arn:aws:ecs:eu-west-1:1:service/prod/checkout\",\"reason\":\"MISSING\"},"
                        + "{\"arn\":\"arn:aws:ecs:eu-west-1:1:service/prod/checkout-twin\",\"reason\":\"MISSING\"}]}");

        Cli refused = deploy(endpoint(), "--runtime=pair");

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(deploy(endpoint(), "--runtime=pairs").err())
                .contains("--runtime: \"pairs\" is not allowed; allowed: task-sets, pair, native");
        assertThatNothingIsOrdered();
    }

    @Test
    void aServiceThatEcsDeploysItselfIsAskedForAsOne() throws IOException {
        String external = service("checkout", "a", "")
                .replace("\"status\"", "\"deploymentController\":{\"type\":\"EXTERNAL\"},\"status\"");
        answer(
                "{\"services\":[" + external + "],\"failures\":[]}",
                "{\"services\":[" + service("checkout", "a", "") + "],\"failures\":[]}");

        Cli refused = deploy(endpoint(), "--runtime=native");

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("deploymentController: \"EXTERNAL\" is not allowed; allowed: ECS");
        Cli ordinary = deploy(endpoint(), "--runtime=native", "--pause-timeout=14d");
        assertThat(ordinary.exitCode()).isEqualTo(2);
        assertThat(ordinary.err()).contains("loadBalancers.advancedConfiguration: is missing");
        assertThatNothingIsOrdered();
    }

    @Test
    void thePausesOfEcsHaveLimitsAndAreOfThisRuntimeOnly() throws IOException {
        answer();
        for (String wrong : List.of("90s", "0s", "15d", "soon")) {
            assertThat(deploy(endpoint(), "--runtime=native", "--pause-timeout=" + wrong)
                            .err())
                    .contains("--pause-timeout: \"" + wrong + "\" is not allowed; allowed: whole minutes, 1m to 14d");
        }
        assertThat(deploy(endpoint(), "--runtime=pair", "--pause-timeout=2h").err())
                .contains("--pause-timeout: \"2h\" is not allowed; allowed: nothing without --runtime native");
        assertThat(asked).isEmpty();
    }
}
