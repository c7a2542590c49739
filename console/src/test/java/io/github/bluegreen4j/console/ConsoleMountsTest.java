package io.github.bluegreen4j.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The same console behind the JDK's server and behind a servlet container, at any path. */
class ConsoleMountsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ConsoleWorld world = new ConsoleWorld();
    private final Console console = Console.builder()
            .journal(world.journal())
            .actors(request -> Optional.of(new Actor("alice")))
            .time(world.time())
            .poll(Duration.ofMillis(50))
            .build();
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private AutoCloseable server = () -> {};

    enum Mount {
        JDK_AT_THE_ROOT,
        JDK,
        SERVLET,
        SERVLET_AT_THE_ROOT
    }

    @AfterEach
    void close() throws Exception {
        console.close();
        server.close();
        world.close();
    }

    private String start(Mount mount) throws Exception {
        return switch (mount) {
            case JDK_AT_THE_ROOT -> jdk("/");
            case JDK -> jdk("/tools/deployments");
            case SERVLET -> jetty("/app", "/tools/deployments/*");
            case SERVLET_AT_THE_ROOT -> jetty("/", "/*");
        };
    }

    /** With the default executor: one thread for all requests, which a stream must not hold. */
    private String jdk(String path) throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext(path, console.httpHandler());
        http.start();
        server = () -> http.stop(0);
        return "http://localhost:" + http.getAddress().getPort() + (path.equals("/") ? "" : path);
    }

    private String jetty(String context, String path) throws Exception {
        Server jetty = new Server();
        ServerConnector connector = new ServerConnector(jetty);
        connector.setHost("localhost");
        jetty.addConnector(connector);
        ServletContextHandler handler = new ServletContextHandler(context);
        ServletHolder holder = new ServletHolder(new ConsoleServlet(console));
        holder.setAsyncSupported(true);
        handler.addServlet(holder, path);
        jetty.setHandler(handler);
        jetty.start();
        server = jetty::stop;
        return "http://localhost:" + connector.getLocalPort()
                + (context + path).replace("/*", "").replaceAll("^/$", "");
    }

    private HttpResponse<String> get(String address) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(address)).timeout(PATIENCE).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @EnumSource
    void pagesCommandsAndStreamsWork(Mount mount) throws Exception {
        world.deploy("d-1", "checkout", ConsoleWorld.paused());
        world.advance(Duration.ofMinutes(5));
        String base = start(mount);

        if (!base.matches(".*:[0-9]+")) {
            HttpResponse<String> bare = get(base);
            assertThat(bare.statusCode()).isEqualTo(307);
            assertThat(URI.create(base)
                            .resolve(bare.headers().firstValue("Location").orElseThrow()))
                    .isEqualTo(URI.create(base + "/"));
        }
        HttpResponse<String> page = get(base + "/deployment?id=d-1");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy")).contains(Responses.POLICY);
        assertThat(get(base + "/" + Assets.style().address()).body())
                .isEqualTo(Assets.style().content());
        String first =
                page.body().replaceAll("(?s).*data-stream=\"([^\"]*)\".*", "$1").replace("&amp;", "&");

        HttpResponse<InputStream> stream = client.send(
                HttpRequest.newBuilder(URI.create(base + "/" + first)).build(),
                HttpResponse.BodyHandlers.ofInputStream());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            assertThat(stream.headers().firstValue("Content-Type")).contains("text/event-stream; charset=utf-8");
            HttpResponse<String> sent = client.send(
                    HttpRequest.newBuilder(URI.create(base + "/command"))
                            .timeout(PATIENCE)
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .header(
                                    "Cookie",
                                    page.headers()
                                            .firstValue("Set-Cookie")
                                            .orElseThrow()
                                            .split(";", 2)[0])
                            .POST(HttpRequest.BodyPublishers.ofString(
                                    "id=d-1&command=abort&reason=caf%C3%A9&token=" + PageReader.token(page.body())))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(sent.statusCode()).isEqualTo(303);
            world.advance(Duration.ofMinutes(1));
            assertThat(read(lines)).anyMatch(line -> line.contains("STOPPED"));
        }
        assertThat(get(base + "/deployment?id=d-1&all=1").body()).contains("café");
    }

    /** A page of the web that gives its own name the address of this machine must not reach the console. */
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 200",
        "localhost:80, 200",
        "LOCALHOST, 200",
        "[::1]:80, 200",
        "evil.example, 421",
        "evil.example:80, 421",
        "bad name, 421"
    })
    void theServerOfThisMachineAnswersToItsOwnNamesOnly(String host, int status) throws Exception {
        ConsoleServer local = ConsoleServer.start(console, 0);
        server = local;
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), local.address().getPort())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream()
                    .write(("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String first = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            assertThat(first).startsWith("HTTP/1.1 " + status);
        }
    }

    /** The lines until one tells the end; the test's own deadline is that of the build. */
    private static Stream<String> read(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        while (line != null && !line.contains("STOPPED")) {
            line = lines.readLine();
        }
        return Stream.ofNullable(line);
    }
}
