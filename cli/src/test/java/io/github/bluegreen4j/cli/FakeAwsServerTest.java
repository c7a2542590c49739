package io.github.bluegreen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.spi.TimeSource;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FakeAwsServerTest {
    @Test
    void aRequestWithoutItsEndHoldsUpNoOther() throws IOException, InterruptedException {
        try (FakeAwsServer server = new FakeAwsServer(FakeAws.of(SimulatedWorld.create(TimeSource.system())))) {
            URI url = URI.create(server.url());
            try (Socket abandoned = new Socket(url.getHost(), url.getPort())) {
                abandoned
                        .getOutputStream()
                        .write("POST / HTTP/1.1\r\nHost: fake\r\nContent-Length: 10\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));

                HttpRequest request = HttpRequest.newBuilder(url)
                        .header("X-Amz-Target", "AmazonEC2ContainerServiceV20141113.DescribeServices")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"cluster\":\"prod\",\"services\":[\"shop\"]}"))
                        .timeout(Duration.ofSeconds(60))
                        .build();
                assertThat(HttpClient.newHttpClient()
                                .send(request, BodyHandlers.ofString())
                                .body())
                        .contains("Cluster not found.");
            }
        }
    }
}
