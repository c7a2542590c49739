package io.github.bluegreen4j.aws.moto;

import static org.assertj.core.api.Assertions.fail;

import io.github.bluegreen4j.aws.SdkClients;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.regions.Region;

/** A moto server in a process of its own: AWS as somebody else understands it. */
final class MotoServer implements AutoCloseable {
    private static final String REGION = "eu-west-1";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final URI address;

    private MotoServer(Process process) throws IOException {
        this.process = process;
        this.address = URI.create(awaitReadiness());
    }

    static MotoServer start() throws IOException {
        Process process;
        try {
            process = new ProcessBuilder("moto_server", "-H", "127.0.0.1", "-p", "0")
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException missing) {
            return fail(
                    "moto_server is not on the PATH. These tests ask for a second opinion on how AWS is spoken to, from an"
                            + " emulator that is not ours: pip install 'moto[server]==5.2.1'",
                    missing);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return new MotoServer(process);
    }

    /** It prints its address when it listens, with the free port that it found; what it prints later goes to a file. */
    private String awaitReadiness() throws IOException {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.append(line).append('\n');
            if (line.contains("Running on")) {
                Thread drain = new Thread(() -> drain(output), "moto-output");
                drain.setDaemon(true);
                drain.start();
                return find(line, "(http://\\S+)");
            }
        }
        return fail("moto_server ended at once: %s", said);
    }

    private void drain(BufferedReader output) {
        try (var file = Files.newBufferedWriter(Path.of("target", "moto-" + process.pid() + ".log"))) {
            output.transferTo(file);
        } catch (IOException ended) {
            // It was destroyed.
        }
    }

    URI address() {
        return address;
    }

    /** Forgets everything, and lets functions answer what is queued instead of running in containers. */
    void reset() {
        post("/moto-api/reset", "");
        post("/moto-api/config", "{\"lambda\":{\"use_docker\":false}}");
    }

    void post(String path, String body) {
        send(HttpRequest.newBuilder(address.resolve(path)).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** A request of a service that this project has no client for. */
    String query(String service, String form) {
        return send(HttpRequest.newBuilder(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=any/20260101/" + REGION + "/" + service
                                + "/aws4_request, SignedHeaders=host, Signature=any")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    private static String send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IllegalStateException("moto answered " + response.statusCode() + ": " + response.body());
            }
            return response.body();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** The first match of the pattern's first group in a text. */
    static String find(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("no " + pattern + " in " + text);
        }
        return matcher.group(1);
    }

    <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder) {
        return client(address, builder);
    }

    static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(URI endpoint, B builder) {
        return configured(endpoint, builder).build();
    }

    /** A client whose requests wait for each other. */
    <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C oneAtATime(B builder) {
        return configured(address, builder)
                .httpClientBuilder(null)
                .httpClient(new OneAtATime())
                .build();
    }

    private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B configured(
            URI endpoint, B builder) {
        // A busy machine takes its time: the first answer of a service imports much of moto.
        return SdkClients.oneLongAttempt(builder)
                .endpointOverride(endpoint)
                .region(Region.of(REGION))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "key")));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
