package io.github.bluegreen4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** AWS, or whoever answers in its place. */
class EndpointTest {
    private static final List<String> CREDENTIALS = List.of("aws.accessKeyId", "aws.secretAccessKey");

    @TempDir
    Path directory;

    private final List<String> asked = new CopyOnWriteArrayList<>();

    @BeforeEach
    void giveCredentialsThatTheDefaultChainFinds() {
        CREDENTIALS.forEach(name -> System.setProperty(name, "any"));
    }

    @AfterEach
    void takeThemBack() {
        CREDENTIALS.forEach(System::clearProperty);
    }

    private Cli deploy(String endpoint) {
        return Cli.run(
                "deploy",
                "--journal=h2:" + directory.resolve("journal"),
                "--region=eu-west-1",
                "--endpoint-url=" + endpoint,
                "--service=prod/checkout",
                "--revision=checkout:42",
                "--production-route=rule",
                "--target-groups=a,b");
    }

    @Test
    void requestsGoToTheEndpointAndWhatItRefusesIsTold() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::refuse);
        server.start();
        try {
            Cli refused = deploy("http://127.0.0.1:" + server.getAddress().getPort());

            assertThat(asked).containsExactly("AmazonEC2ContainerServiceV20141113.DescribeServices");
            assertThat(refused.exitCode()).isEqualTo(2);
            assertThat(refused.err()).contains("ecs:DescribeServices").contains("not authorized");
            assertThat(Cli.run("status", "--journal=h2:" + directory.resolve("journal"))
                            .out())
                    .contains("no deployment");
        } finally {
            server.stop(0);
        }
    }

    private void refuse(HttpExchange exchange) throws IOException {
        asked.add(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
        byte[] answer = ("{\"__type\":\"AccessDeniedException\",\"message\":\"somebody is not authorized to perform:"
                        + " ecs:DescribeServices\"}")
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(400, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    @Test
    void anEndpointThatIsOutOfReachIsExitCode5AndNothingIsOrdered() throws IOException {
        Cli refused = deploy("http://127.0.0.1:" + RefusalsTest.closedPort());

        assertThat(refused.exitCode()).isEqualTo(5);
        assertThat(refused.err()).contains("out of reach; nothing was touched").contains("ecs:DescribeServices");
        assertThat(Cli.run("status", "--journal=h2:" + directory.resolve("journal"))
                        .out())
                .contains("no deployment");
    }
}
