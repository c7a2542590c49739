package io.github.bluegreen4j.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.story.Sentence;
import io.github.bluegreen4j.story.Timeline;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.InputSource;

/** Timelines of deployments that really ran. */
class TimelineRendererTest {
    private static final Timeline ROLLBACK = Timeline.of(Samples.rollback());
    private static final Timeline HOSTILE = Timeline.of(Samples.hostile());

    @Test
    void aRollbackIsArrangedFromItsCauseToItsEnd() {
        Timeline.Rollback back = ROLLBACK.rollback().orElseThrow();

        assertThat(ROLLBACK.status()).contains(DeploymentStatus.ROLLBACK_SUCCESSFUL);
        assertThat(back.cause()).isEqualTo(RollbackCause.ALARM);
        assertThat(back.reason()).contains("checkout-5xx");
        assertThat(Duration.between(back.causeAt(), back.restoredAt().orElseThrow()))
                .isBetween(Duration.ZERO, Duration.ofSeconds(30));
        assertThat(back.retiredAt().orElseThrow()).isAfter(back.restoredAt().orElseThrow());
    }

    @Test
    void thePauseNamesWhoAnsweredAndTheRoutesHaveTheirExactSplits() {
        assertThat(ROLLBACK.spans(Timeline.Track.PAUSE))
                .singleElement()
                .satisfies(pause -> assertThat(pause.note()).contains("alice"))
                .satisfies(pause -> assertThat(pause.tone()).isEqualTo(Timeline.Tone.GOOD));
        assertThat(ROLLBACK.routes()).extracting(Timeline.Route::name).containsExactly("web", "test-8443");
        assertThat(ROLLBACK.routes().get(0).shares())
                .extracting(Timeline.Share::split)
                .containsExactly(
                        "checkout-a=100 checkout-b=0",
                        "checkout-a=900 checkout-b=100",
                        "checkout-a=0 checkout-b=100",
                        "checkout-a=100 checkout-b=0");
        assertThat(ROLLBACK.writes())
                .extracting(Sentence::event)
                .contains("RevisionLaunched", "RouteShifted", "RouteRestored", "RevisionRetired");
    }

    @Test
    void aDeploymentThatHasNotEndedHasATimelineToo() {
        List<io.github.bluegreen4j.event.DeploymentEvent> events = Samples.rollback();
        for (int most = 1; most <= events.size(); most++) {
            Timeline timeline = Timeline.of(events.subList(0, most));
            assertThat(timeline.spans()).allMatch(span -> !span.to().isBefore(span.from()));
            assertThat(TimelineRenderer.html(timeline)).endsWith("</html>\n");
            assertThat(TimelineRenderer.mermaid(timeline)).startsWith("gantt\n");
            assertThat(TimelineRenderer.text(timeline, 80)).isNotBlank();
        }
        assertThatThrownBy(() -> Timeline.of(List.of())).isInstanceOf(InvalidSpecException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 80, 200})
    void theTerminalGetsLinesThatFitIt(int width) {
        for (Timeline timeline : List.of(ROLLBACK, HOSTILE)) {
            assertThat(TimelineRenderer.text(timeline, width).lines())
                    .allMatch(line -> line.codePointCount(0, line.length()) <= width)
                    .allMatch(line -> line.codePoints().noneMatch(Character::isISOControl));
        }
        assertThat(TimelineRenderer.text(ROLLBACK, width))
                .contains("ROLLBACK_SUCCESSFUL after", "production restored", "BAKE_TIME", "green on web");
        assertThatThrownBy(() -> TimelineRenderer.text(ROLLBACK, 59)).isInstanceOf(InvalidSpecException.class);
    }

    @Test
    void mermaidHasATaskForEachSpanAndNoNameThatItCouldMisread() {
        Pattern line = Pattern.compile("gantt|    (title|dateFormat|axisFormat|section) .*|"
                + "    [^:;#\"<>`{}]+ :((done|crit|active), )?\\d+, \\d+");

        assertThat(TimelineRenderer.mermaid(ROLLBACK))
                .contains("section Stages", "stage SCALE_UP :done, ", "section Route web", "alarms (bad) :crit, ");
        assertThat(TimelineRenderer.mermaid(HOSTILE).lines())
                .allSatisfy(text -> assertThat(text).matches(line))
                .noneMatch(text -> text.contains("<") || text.contains("%%"));
    }

    @Test
    void theDocumentIsWellFormedAsksNobodyForAnythingAndRunsNothing() throws Exception {
        for (Timeline timeline : List.of(ROLLBACK, HOSTILE)) {
            String html = TimelineRenderer.html(timeline);

            assertThat(html)
                    .doesNotContain(
                            "<script", "http:", "https:", " src=", "@import", "javascript:", "<b>x</b>", "\u202e")
                    .contains("default-src 'none'");
            assertThat(html.replace("url(#", "")).doesNotContain("url(");
            Matcher handlers = Pattern.compile("<[^>]+\\son\\w+=").matcher(html);
            assertThat(handlers.find()).as("an event handler").isFalse();
            // The tags are balanced and every name is escaped: but for the void elements of the head it is XML.
            String xml = html.replace("<!DOCTYPE html>", "").replaceAll("<(meta[^>]*|br)>", "<$1/>");
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
        }
    }

    @Test
    void everyChartHasATitleAndADescription() {
        String html = TimelineRenderer.html(ROLLBACK);

        assertThat(Pattern.compile("<svg[^>]*role=\"img\"")
                        .matcher(html)
                        .results()
                        .count())
                .isGreaterThan(15)
                .isEqualTo(Pattern.compile("<title id=\"t\\d+\">[^<]+</title><desc id=\"t\\d+d\">[^<]+</desc>")
                        .matcher(html)
                        .results()
                        .count());
        assertThat(html)
                .contains("green 10% (checkout-a=900 checkout-b=100)", "Production restored", "continued by alice");
    }

    @Test
    void whoeverLooksAtADeploymentThatRunsSeesItUntilNow() {
        List<io.github.bluegreen4j.event.DeploymentEvent> events =
                Samples.rollback().subList(0, 20);
        Instant later = events.get(19).at().plus(Duration.ofHours(1));

        assertThat(Timeline.of(events, later).end()).isEqualTo(later);
        assertThat(Timeline.of(events, later).spans())
                .anyMatch(span -> span.to().equals(later));
        assertThat(Timeline.of(events, events.get(0).at())).isEqualTo(Timeline.of(events));
        List<io.github.bluegreen4j.event.DeploymentEvent> ended = Samples.rollback();
        assertThat(Timeline.of(ended, later.plus(Duration.ofDays(1))))
                .as("what has ended goes on no longer")
                .isEqualTo(Timeline.of(ended));
    }

    @Test
    void aRollbackThatIsNotOverIsNotSaidToHaveFailed() {
        List<io.github.bluegreen4j.event.DeploymentEvent> events = Samples.rollback();
        int begun = 0;
        while (!(events.get(begun) instanceof io.github.bluegreen4j.event.ProgressEvent.RollbackStarted)) {
            begun++;
        }

        assertThat(TimelineRenderer.html(Timeline.of(events.subList(0, begun + 1))))
                .contains("Production is being restored")
                .doesNotContain("not restored");
    }

    @Test
    void theChartsAloneSuitAPageWithAStrictPolicy() {
        for (Timeline timeline : List.of(ROLLBACK, HOSTILE)) {
            String charts = TimelineRenderer.charts(timeline, 3);

            assertThat(charts).contains("<h3>Traffic</h3>", "<h3>The rollback</h3>");
            assertThat(charts)
                    .doesNotContain("<h2", "<script", "<style", "<html")
                    .doesNotContainPattern("<[^>]* style=");
            assertThat(TimelineRenderer.html(timeline)).contains(TimelineRenderer.chartStyle());
        }
        assertThatThrownBy(() -> TimelineRenderer.charts(ROLLBACK, 1)).isInstanceOf(InvalidSpecException.class);
    }
}
