package io.github.bluegreen4j.timeline;

import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.story.Timeline;

/**
 * Renders timelines. A timeline comes from a journal's events: {@code Timeline.of(deployment.history())}. Stateless and
 * safe for use by many threads; the same timeline gives the same text.
 */
public final class TimelineRenderer {
    /** The smallest width of {@link #text}, in characters. */
    public static final int LEAST_WIDTH = 60;

    private TimelineRenderer() {}

    /**
     * Renders a timeline for a terminal: a bar for each stage, hook and condition, green's share on each route, and what
     * happened. Uses block characters of Unicode, and no colours or control characters.
     *
     * @param timeline the timeline
     * @param width the width of the terminal in characters, {@value #LEAST_WIDTH} or more; sentences are wrapped
     * @return lines that end with {@code \n}
     * @throws InvalidSpecException if the width is too small
     */
    public static String text(Timeline timeline, int width) {
        Given.value("timeline", timeline);
        if (width < LEAST_WIDTH) {
            throw InvalidSpecException.refused("width", String.valueOf(width), LEAST_WIDTH + " or more");
        }
        return new TextTimeline(timeline, width).render();
    }

    /**
     * Renders a timeline as a Gantt chart in Mermaid, which GitHub and GitLab show in Markdown.
     *
     * @param timeline the timeline
     * @return the chart, without the fence of Markdown
     */
    public static String mermaid(Timeline timeline) {
        return MermaidTimeline.render(Given.value("timeline", timeline));
    }

    /**
     * Renders a timeline as one HTML document with SVG in it. It has light and dark colours, fits narrow and wide windows,
     * requests nothing from a network and contains no script. All names are escaped.
     *
     * @param timeline the timeline
     * @return the document; encode it as UTF-8
     */
    public static String html(Timeline timeline) {
        return new HtmlTimeline(Given.value("timeline", timeline), 2).render();
    }

    /**
     * Renders the charts of {@link #html} alone, for a page that has {@link #chartStyle}: the rollback, stages, traffic, health, bakes and
     * hooks. They contain no style and no script, so a strict Content-Security-Policy allows them. A page may contain them once.
     *
     * @param timeline the timeline
     * @param heading the level of their headings, 2 to 6
     * @return HTML elements; all names are escaped
     * @throws InvalidSpecException if the level is not allowed
     */
    public static String charts(Timeline timeline, int heading) {
        Given.value("timeline", timeline);
        if (heading < 2 || heading > 6) {
            throw InvalidSpecException.refused("heading", String.valueOf(heading), "2 to 6");
        }
        return new HtmlTimeline(timeline, heading).charts();
    }

    /** {@return the style sheet of the charts, with light and dark colours as properties of the root} */
    public static String chartStyle() {
        return HtmlTimeline.CHART_STYLE;
    }
}
