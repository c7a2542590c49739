package io.github.bluegreen4j.notify;

import static io.github.bluegreen4j.notify.NotifiedShop.ID;
import static io.github.bluegreen4j.notify.NotifiedShop.run;
import static io.github.bluegreen4j.notify.NotifiedShop.spec;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.story.Sentence;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChatNotifierTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final NotifiedShop shop = new NotifiedShop();
    private final List<String> posted = new CopyOnWriteArrayList<>();
    private final List<Integer> statuses = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            int status = statuses.isEmpty() ? 200 : statuses.remove(0);
            if (status == 200) {
                posted.add(body);
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private HttpEndpoint webhook() {
        return HttpEndpoint.of(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook"));
    }

    private VirtualEngine engine(String name, ChatNotifier notifier) {
        return VirtualEngine.of(shop.time, notifier.time(shop.time).addTo("chat", shop.builder(name)));
    }

    private List<String> texts() throws IOException {
        List<String> texts = new ArrayList<>();
        for (String body : posted) {
            texts.add(JSON.readTree(body).get("text").asText());
        }
        return texts;
    }

    @Test
    void slackIsToldTheStartTheRollbackAndTheEndInTheWordsOfTheLog() throws Exception {
        statuses.addAll(List.of(503, 503));
        try (VirtualEngine virtual = engine("a", ChatNotifier.slack(shop.journal, webhook()))) {
            run(
                    virtual,
                    virtual.engine()
                            .deploy(
                                    ID,
                                    spec().hook(LifecycleStage.POST_PRODUCTION_TRAFFIC_SHIFT, "smoke-test")
                                            .build()));
            virtual.advance(Duration.ofMinutes(5));
        }

        assertThat(texts()).allMatch(text -> text.startsWith("prod/checkout, d-1: "));
        assertThat(texts().get(0)).contains("checkout:42");
        assertThat(texts()).anyMatch(text -> text.contains("the cart is &lt;empty&gt;"));
        assertThat(texts().get(texts().size() - 1)).contains("The deployment ended ROLLBACK_SUCCESSFUL");
        assertThat(posted).hasSizeBetween(3, 6).doesNotHaveDuplicates();
        assertThat(JSON.readTree(posted.get(0)).get("mrkdwn").asBoolean()).isFalse();
    }

    @Test
    void aPauseAsksForAnAnswer() throws Exception {
        try (VirtualEngine virtual = engine("a", ChatNotifier.slack(shop.journal, webhook()))) {
            virtual.engine()
                    .deploy(
                            ID,
                            spec().pause(LifecycleStage.PRE_SCALE_UP, Duration.ofHours(4), TimeoutAction.ROLLBACK)
                                    .build());
            virtual.advance(Duration.ofMinutes(1));
        }
        assertThat(texts()).last().asString().contains("pauses until somebody answers");
    }

    @Test
    void teamsGetsAnAdaptiveCardWithoutMarkup() throws Exception {
        Sentence sentence = new Sentence(
                Instant.EPOCH,
                "DeploymentEnded",
                Sentence.Kind.WARNING,
                Optional.of(ID),
                Optional.of(NotifiedShop.SERVICE),
                Optional.empty(),
                "[click](http://evil.example) **now**",
                List.of());
        JsonNode card = JSON.readTree(ChatNotifier.teamsMessage(sentence));
        assertThat(card.at("/attachments/0/contentType").asText()).isEqualTo("application/vnd.microsoft.card.adaptive");
        assertThat(card.at("/attachments/0/content/body/0/type").asText()).isEqualTo("RichTextBlock");
        assertThat(card.at("/attachments/0/content/body/0/inlines/0/type").asText())
                .isEqualTo("TextRun");
        assertThat(card.at("/attachments/0/content/body/0/inlines/0/text").asText())
                .isEqualTo("prod/checkout, d-1: [click](http://evil.example) **now**");
    }

    @Test
    void whatIsInAMessageCannotMentionAnybody() throws Exception {
        Sentence sentence = new Sentence(
                Instant.EPOCH,
                "HookFailed",
                Sentence.Kind.WARNING,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "<!channel> said \"no\" \\ <https://evil.example|here> & \u2028 more",
                List.of());
        assertThat(JSON.readTree(ChatNotifier.slackMessage(sentence))
                        .get("text")
                        .asText())
                .startsWith("&lt;!channel&gt; said \"no\" \\ &lt;https://evil.example|here&gt; &amp; ");
    }

    @Test
    void whatIsOlderThanAnHourIsLeftOut() {
        try (VirtualEngine virtual = engine(
                "a",
                ChatNotifier.slack(shop.journal, webhook().retry(Duration.ofMinutes(1)))
                        .noOlderThan(Duration.ofMinutes(30)))) {
            for (int i = 0; i < 500; i++) {
                statuses.add(503);
            }
            run(virtual, virtual.engine().deploy(ID, spec().build()));
            virtual.advance(Duration.ofMinutes(40));
            statuses.clear();
            virtual.advance(Duration.ofMinutes(5));
            assertThat(virtual.engine().status().listeners().get(0).events()).isZero();
        }
        assertThat(posted).isEmpty();
    }

    @Test
    void anHeirGoesOnWithTheStoryThatADeadEngineBegan() throws Exception {
        VirtualEngine dead = engine("a", ChatNotifier.slack(shop.journal, webhook()));
        dead.engine().deploy(ID, spec().bakeTime(Duration.ofHours(1)).build());
        dead.advance(Duration.ofMinutes(10));
        dead.kill();
        List<String> before = texts();
        try (VirtualEngine heir = engine("b", ChatNotifier.slack(shop.journal, webhook()))) {
            heir.advance(Duration.ofHours(2));
        }

        assertThat(texts()).hasSizeGreaterThan(before.size());
        assertThat(texts()).allMatch(text -> text.startsWith("prod/checkout, d-1: "));
        assertThat(texts()).last().asString().contains("The deployment ended SUCCESSFUL");
        assertThat(texts()).doesNotHaveDuplicates();
    }

    @Test
    void anEventThatIsDeliveredAgainIsToldInTheSameWords() throws Exception {
        try (VirtualEngine virtual = VirtualEngine.of(shop.time, shop.builder("a"))) {
            run(virtual, virtual.engine().deploy(ID, spec().build()));
        }
        ChatNotifier notifier = ChatNotifier.slack(shop.journal, webhook())
                .telling((event, sentence) -> true)
                .time(shop.time);
        Journal.History history = shop.journal.read(ID).orElseThrow();
        long version = 0;
        for (DeploymentEvent event : history.events()) {
            version++;
            notifier.onEvent(ID, version, event);
            if (version < history.events().size()) {
                notifier.onEvent(ID, version, event);
                assertThat(posted.get(posted.size() - 1)).isEqualTo(posted.get(posted.size() - 2));
            }
        }
        assertThat(posted).hasSize(2 * history.events().size() - 1);
    }
}
