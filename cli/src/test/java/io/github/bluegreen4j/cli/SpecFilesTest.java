package io.github.bluegreen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.bluegreen4j.aws.ecs.TaskSetSettings;
import io.github.bluegreen4j.file.SpecFile;
import io.github.bluegreen4j.model.DeploymentSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Specifications that stand in files. */
class SpecFilesTest {
    private static final String FILE = """
            cluster: prod
            serviceName: checkout
            taskDefinition: checkout:42
            loadBalancers:
              - targetGroupArn: a
                advancedConfiguration: {alternateTargetGroupArn: b, productionListenerRule: rule}
            """;

    @TempDir
    Path directory;

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("checkout.yaml"), text);
    }

    private Cli deploy(Path file, String... more) {
        return Cli.run(Stream.concat(
                        Stream.of("deploy", "-f", file.toString(), "--journal=h2:" + directory.resolve("journal")),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    @Test
    void anUnknownFieldIsRefusedBeforeAnythingIsTouched() throws IOException {
        Path file = file(FILE + "deploymentConfiguration: {bakeTimeInMinute: 5}\n");

        Cli refused = deploy(file, "--region=eu-west-1");

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err().lines())
                .containsExactly(
                        file + ":7: deploymentConfiguration.bakeTimeInMinute: \"bakeTimeInMinute\" is not a field"
                                + " of deploymentConfiguration; allowed: bakeTimeInMinutes?");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void nothingButWaiversIsTypedBesideAFile() throws IOException {
        Cli refused = deploy(file(FILE), "--waive=headroom", "--bake=5m", "--test-route=test", "--region=eu-west-1");

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err().lines())
                .containsExactlyInAnyOrder(
                        "--bake: \"5m\" is not allowed; allowed: nothing beside --file: change the file, or take a variable",
                        "--test-route: \"test\" is not allowed; allowed: nothing beside --file: change the file, or take a"
                                + " variable");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Path missing = directory.resolve("none.yaml");

        Cli refused = deploy(missing, "--region=eu-west-1");

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .startsWith("--file: \"" + missing + "\" is not allowed; allowed: a file that can be read: ");
    }

    @Test
    void anOrderInAFileGoesOnlyToAServiceThatExists() throws IOException {
        HttpServer aws = answering(400, "{\"__type\":\"ClusterNotFoundException\",\"message\":\"Cluster not found.\"}");
        try {
            Cli refused = deploy(file(FILE), "--region=eu-west-1", "--endpoint-url=" + url(aws));

            assertThat(refused.exitCode()).isEqualTo(2);
            assertThat(refused.err())
                    .startsWith("--service: \"prod/checkout\" is not allowed; allowed: a service that exists");
        } finally {
            end(aws);
        }
    }

    @Test
    void aSourceIsImportedAndWhatIsLostIsTold() throws IOException {
        Path source = Files.writeString(directory.resolve("service.json"), """
                {"cluster": "prod", "serviceName": "checkout", "taskDefinition": "checkout:42", "desiredCount": 3,
                 "deploymentController": {"type": "EXTERNAL"},
                 "deploymentConfiguration": {"strategy": "BLUE_GREEN", "deploymentCircuitBreaker": {"enable": true}},
                 "loadBalancers": [{"targetGroupArn": "a", "advancedConfiguration": {"alternateTargetGroupArn": "b",
                  "productionListenerRule": "rule"}}]}
                """);

        Cli imported = Cli.run("import", source.toString());

        assertThat(imported.exitCode()).isZero();
        assertThat(imported.err().lines())
                .containsExactly(
                        source + ":1: desiredCount: not carried over: the engine reads it from the service at each"
                                + " deployment");
        assertThat(SpecFile.parse("imported", imported.out(), Map.of(), defaults -> {}))
                .isEqualTo(SpecFile.parse("typed", FILE, Map.of(), defaults -> {}));

        Path written = directory.resolve("out.yaml");
        assertThat(Cli.run("import", source.toString(), "--output=" + written).out())
                .isEmpty();
        assertThat(written).hasContent(imported.out());
        assertThat(Cli.run("import", source.toString(), "--json").json())
                .singleElement()
                .satisfies(json -> assertThat(json.path("file").textValue()).isEqualTo(imported.out()));
        assertThat(Cli.run("import").err())
                .startsWith("FILE: is missing; allowed: either a file or --service CLUSTER/NAME");
    }

    @Test
    void aLiveServiceIsImported() throws IOException {
        HttpServer aws = answering(200, """
                {"services":[{"clusterArn":"arn:aws:ecs:eu-west-1:1:cluster/prod","serviceName":"checkout","status":"ACTIVE",
                "desiredCount":2,"runningCount":2,"taskDefinition":"checkout:41","deploymentController":{"type":"ECS"},
                "deploymentConfiguration":{"strategy":"CANARY","bakeTimeInMinutes":5,
                 "canaryConfiguration":{"canaryPercent":5.5,"canaryBakeTimeInMinutes":3},
                 "deploymentCircuitBreaker":{"enable":true,"rollback":true},
                 "lifecycleHooks":[{"hookTargetArn":"f","lifecycleStages":["POST_SCALE_UP"],"hookDetails":{"a":[1,true,null]}}]},
                "loadBalancers":[{"targetGroupArn":"a","containerName":"web","containerPort":80,"advancedConfiguration":
                 {"alternateTargetGroupArn":"b","productionListenerRule":"rule"}}]}]}
                """);
        try {
            Cli imported =
                    Cli.run("import", "--service=prod/checkout", "--region=eu-west-1", "--endpoint-url=" + url(aws));

            assertThat(imported.err().lines()).anyMatch(note -> note.contains("its type is ECS"));
            assertThat(imported.exitCode()).isZero();
            DeploymentSpec spec = SpecFile.parse("imported", imported.out(), Map.of(), defaults -> {});
            assertThat(spec.service().cluster()).isEqualTo("arn:aws:ecs:eu-west-1:1:cluster/prod");
            assertThat(spec.strategy().steps().get(0).share().tenths()).isEqualTo(55);
            assertThat(spec.hooks().get(0).details()).hasToString("{\"a\":[1,true,null]}");

            Cli guarded = Cli.run(
                    "import",
                    "--service=prod/checkout",
                    "--runtime=native",
                    "--region=eu-west-1",
                    "--endpoint-url=" + url(aws));

            assertThat(guarded.exitCode()).isZero();
            assertThat(guarded.err())
                    .contains("lifecycleHooks[0]: not carried over: ECS goes on calling it")
                    .doesNotContain("its type is");
            DeploymentSpec kept = SpecFile.parse("imported", guarded.out(), Map.of(), defaults -> {});
            assertThat(kept.hooks()).isEmpty();
            assertThat(kept.revision().settings()).isEmpty();
            assertThat(kept.strategy()).isEqualTo(spec.strategy());
            assertThat(Cli.run("import", "--service=prod/checkout", "--runtime=ecs", "--region=eu-west-1")
                            .err())
                    .contains("--runtime: \"ecs\" is not allowed; allowed: task-sets, pair, native");
        } finally {
            end(aws);
        }
    }

    private static final String EXTERNAL = """
            {"services":[{"clusterArn":"prod","serviceName":"checkout","deploymentController":{"type":"EXTERNAL"},
            "taskSets":[{"status":"ACTIVE","taskDefinition":"checkout:40"},{"status":"PRIMARY","taskDefinition":"checkout:41",
             "loadBalancers":[{"targetGroupArn":"a","containerName":"web","containerPort":80}]}]}]}
            """;

    private static String listener(String... rules) {
        return "<R><DescribeRulesResult><Rules>" + String.join("", rules) + "</Rules></DescribeRulesResult></R>";
    }

    private static String rule(String arn, String... groups) {
        StringBuilder members = new StringBuilder();
        for (String group : groups) {
            String[] weighted = group.split("=", 2);
            members.append("<member><TargetGroupArn>")
                    .append(weighted[0])
                    .append("</TargetGroupArn><Weight>")
                    .append(weighted[1])
                    .append("</Weight></member>");
        }
        return "<member><RuleArn>" + arn
                + "</RuleArn><Actions><member><Type>forward</Type><ForwardConfig><TargetGroups>" + members
                + "</TargetGroups></ForwardConfig></member></Actions></member>";
    }

    private Cli importExternal(String rules) throws IOException {
        HttpServer aws = answering(
                200,
                EXTERNAL,
                Map.of(
                        "DescribeTargetGroups",
                        "<R><DescribeTargetGroupsResult><TargetGroups><member><TargetGroupArn>a</TargetGroupArn><LoadBalancerArns>"
                                + "<member>balancer</member></LoadBalancerArns></member></TargetGroups></DescribeTargetGroupsResult></R>",
                        "DescribeListeners",
                        "<R><DescribeListenersResult><Listeners><member><ListenerArn>x:listener/app/1</ListenerArn></member>"
                                + "</Listeners></DescribeListenersResult></R>",
                        "DescribeRules",
                        rules));
        try {
            return Cli.run("import", "--service=prod/checkout", "--region=eu-west-1", "--endpoint-url=" + url(aws));
        } finally {
            end(aws);
        }
    }

    @Test
    void theRuleOfALiveServiceWithTaskSetsIsFound() throws IOException {
        Cli imported = importExternal(listener(rule("other", "c=1"), rule("rule", "a=100", "b=0")));

        assertThat(imported.err().lines())
                .anyMatch(note -> note.startsWith(
                        "prod/checkout: loadBalancers[0].advancedConfiguration: rule (a=100, b=0) is the"
                                + " only rule that forwards to this service"));
        assertThat(SpecFile.parse("imported", imported.out(), Map.of(), defaults -> {}))
                .isEqualTo(SpecFile.parse(
                        "typed",
                        FILE.replace("42", "41")
                                .replace(
                                        "  - targetGroupArn: a\n",
                                        "  - targetGroupArn: a\n    containerName: web\n    containerPort: 80\n"),
                        Map.of(),
                        defaults -> {}));
    }

    @Test
    void whenSeveralRulesMayBeItTheUserSays() throws IOException {
        Cli imported = importExternal(listener(rule("test", "a=100", "b=0"), rule("rule", "a=100", "b=0")));

        assertThat(imported.exitCode()).isZero();
        assertThat(imported.err().lines())
                .anyMatch(
                        note -> note.equals(
                                "prod/checkout: loadBalancers[0].advancedConfiguration: which rule is the production"
                                        + " rule is for you to say; these forward to the service: test (a=100, b=0); rule (a=100, b=0)"));
        assertThat(imported.out()).contains("productionListenerRule: ${PRODUCTION_LISTENER_RULE}");
    }

    @Test
    void aLiveServiceThatIsNotThereIsNamed() throws IOException {
        HttpServer aws = answering(200, "{\"services\":[]}");
        try {
            Cli refused = Cli.run("import", "--service=prod/none", "--region=eu-west-1", "--endpoint-url=" + url(aws));

            assertThat(refused.exitCode()).isEqualTo(2);
            assertThat(refused.err())
                    .startsWith(
                            "--service: \"prod/none\" is not allowed; allowed: a service that exists in Region eu-west-1");
        } finally {
            end(aws);
        }
    }

    /** The files and the adapter for AWS mean the same settings. */
    @Test
    void theWordsOfEcsAreTheSettingsOfATaskSet() {
        String text = FILE.replace(
                        "  - targetGroupArn: a\n",
                        "  - targetGroupArn: a\n    containerName: web\n    containerPort: 80\n")
                + """
                capacityProviderStrategy: [{capacityProvider: FARGATE, weight: 1, base: 2}, {capacityProvider: SPOT, weight: 3}]
                launchType: FARGATE
                platformVersion: 1.4.0
                networkConfiguration:
                  awsvpcConfiguration: {subnets: [s-1, s-2], securityGroups: [g], assignPublicIp: ENABLED}
                serviceRegistries: [{registryArn: r, containerName: web, containerPort: 81, port: 82}]
                tags: [{key: team, value: shop}]
                """;

        assertThat(SpecFile.parse("checkout.yaml", text, Map.of(), defaults -> {})
                        .revision()
                        .settings())
                .isEqualTo(TaskSetSettings.fromBlue()
                        .container("web", 80)
                        .capacityProvider("FARGATE", 1, 2)
                        .capacityProvider("SPOT", 3, 0)
                        .launchType("FARGATE")
                        .platformVersion("1.4.0")
                        .network(List.of("s-1", "s-2"), List.of("g"), true)
                        .serviceRegistry("r")
                        .serviceRegistryContainer("web", 81)
                        .serviceRegistryPort(82)
                        .tag("team", "shop")
                        .asMap());
    }

    private static HttpServer answering(int status, String body) throws IOException {
        return answering(status, body, Map.of());
    }

    /** @param elb what the load balancers answer, by the name of the action */
    private static HttpServer answering(int status, String ecs, Map<String, String> elb) throws IOException {
        System.setProperty("aws.accessKeyId", "any");
        System.setProperty("aws.secretAccessKey", "any");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean isEcs = exchange.getRequestHeaders().containsKey("X-Amz-Target");
            String action = asked.replaceFirst("(?s).*Action=([A-Za-z]+).*", "$1");
            byte[] bytes = (isEcs ? ecs : elb.getOrDefault(action, "<R/>")).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", isEcs ? "application/x-amz-json-1.1" : "text/xml");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static String url(HttpServer server) {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private static void end(HttpServer server) {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
        server.stop(0);
    }
}
