package io.github.bluegreen4j.notify;

import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.DeploymentListener;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.TimeSource;
import io.github.bluegreen4j.story.Narrator;
import io.github.bluegreen4j.story.Sentence;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * Tells people what happens to deployments, in the sentences of the engine's own log, through an incoming webhook of Slack or of
 * Microsoft Teams, or as JSON of your own. Names and texts from outside are never markup, a link or a mention. Thread-safe.
 *
 * <p>By default it tells the order, each pause that somebody has to answer, what needs attention, and the end. {@link #telling}
 * changes that.
 *
 * <p>{@link #addTo} adds the listener under a name, so that a crash loses no message; a message may come twice. If the receiver is
 * away for so long that a message is older than an hour, it is left out: see {@link #noOlderThan}.
 */
public final class ChatNotifier implements DeploymentListener {
    private static final int MOST_STORIES = 10_000;
    private static final Duration JOURNAL_RETRY = Duration.ofSeconds(5);

    private final Journal journal;
    private final HttpEndpoint endpoint;
    private final Function<Sentence, String> format;
    private final BiPredicate<DeploymentEvent, Sentence> telling;
    private final Duration oldest;
    private final TimeSource time;
    private final Map<DeploymentId, Story> stories = new ConcurrentHashMap<>();

    private ChatNotifier(
            Journal journal,
            HttpEndpoint endpoint,
            Function<Sentence, String> format,
            BiPredicate<DeploymentEvent, Sentence> telling,
            Duration oldest,
            TimeSource time) {
        this.journal = Given.value("journal", journal);
        this.endpoint = Given.value("endpoint", endpoint);
        this.format = Given.value("format", format);
        this.telling = Given.value("telling", telling);
        this.oldest = Given.value("oldest", oldest);
        this.time = Given.value("time", time);
    }

    /**
     * {@return a notifier for an incoming webhook of Slack}
     *
     * @param journal the engine's journal; the history of a deployment that another engine began is read from it
     * @param webhook the webhook's URL
     */
    public static ChatNotifier slack(Journal journal, HttpEndpoint webhook) {
        return json(journal, webhook, ChatNotifier::slackMessage);
    }

    /**
     * {@return a notifier for an incoming webhook of Microsoft Teams, made with the workflow "Post to a channel when a webhook
     * request is received"}
     *
     * @param journal the engine's journal; the history of a deployment that another engine began is read from it
     * @param webhook the webhook's URL
     */
    public static ChatNotifier teams(Journal journal, HttpEndpoint webhook) {
        return json(journal, webhook, ChatNotifier::teamsMessage);
    }

    /**
     * {@return a notifier that posts JSON of your own}
     *
     * @param journal the engine's journal; the history of a deployment that another engine began is read from it
     * @param webhook where to post
     * @param format makes the JSON for a sentence
     */
    public static ChatNotifier json(Journal journal, HttpEndpoint webhook, Function<Sentence, String> format) {
        return new ChatNotifier(
                journal, webhook, format, ChatNotifier::isForPeople, Duration.ofHours(1), TimeSource.system());
    }

    /**
     * {@return the same notifier that tells other events}
     *
     * @param which whether to tell an event, which is told with that sentence
     */
    public ChatNotifier telling(BiPredicate<DeploymentEvent, Sentence> which) {
        return new ChatNotifier(journal, endpoint, format, which, oldest, time);
    }

    /**
     * {@return the same notifier that leaves out what is older}
     *
     * @param age the greatest age of a message; by default 1 hour
     */
    public ChatNotifier noOlderThan(Duration age) {
        return new ChatNotifier(journal, endpoint, format, telling, age, time);
    }

    /**
     * {@return the same notifier with another clock, for tests}
     *
     * @param newTime the clock by which the age of a message is judged
     */
    public ChatNotifier time(TimeSource newTime) {
        return new ChatNotifier(journal, endpoint, format, telling, oldest, newTime);
    }

    /**
     * Adds this listener to an engine.
     *
     * @param name the listener's name in the journal, for example {@code slack}
     * @param builder the builder of the engine
     * @return the same builder
     */
    public EngineBuilder addTo(String name, EngineBuilder builder) {
        return builder.listener(name, this);
    }

    private static boolean isForPeople(DeploymentEvent event, Sentence sentence) {
        return event instanceof ProgressEvent.DeploymentCreated
                || event instanceof ProgressEvent.RollbackStarted
                || event instanceof ProgressEvent.DeploymentEnded
                || (event instanceof HookEvent.HookStarted started && started.awaitsAction())
                || sentence.kind() == Sentence.Kind.WARNING
                || sentence.kind() == Sentence.Kind.FAILURE;
    }

    /** {@return the text of a message: service, deployment and sentence} */
    static String text(Sentence sentence) {
        String about = sentence.service().map(service -> service + ", ").orElse("")
                + sentence.deployment().map(id -> id + ": ").orElse("");
        return about + sentence.text();
    }

    /** Slack makes links and mentions of what stands in angle brackets, and formats text unless it is told not to. */
    static String slackMessage(Sentence sentence) {
        String text = text(sentence).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("text", text);
        message.put("mrkdwn", false);
        message.put("unfurl_links", false);
        message.put("unfurl_media", false);
        return JsonText.of(message);
    }

    /** A text run is not formatted, unlike a text block. */
    static String teamsMessage(Sentence sentence) {
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("type", "TextRun");
        run.put("text", text(sentence));
        Map<String, Object> card = new LinkedHashMap<>();
        card.put("type", "AdaptiveCard");
        card.put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
        card.put("version", "1.4");
        card.put("body", List.of(Map.of("type", "RichTextBlock", "inlines", List.of(run))));
        Map<String, Object> attachment = new LinkedHashMap<>();
        attachment.put("contentType", "application/vnd.microsoft.card.adaptive");
        attachment.put("content", card);
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("type", "message");
        message.put("attachments", List.of(attachment));
        return JsonText.of(message);
    }

    /** What was told of one deployment. The engine delivers its events one after the other. */
    private static final class Story {
        private final Narrator narrator = new Narrator();
        private long version;
        private Optional<Sentence> last = Optional.empty();
    }

    @Override
    public void onEvent(DeploymentId deployment, long version, DeploymentEvent event) {
        Story story = stories.getOrDefault(deployment, new Story());
        synchronized (story) {
            if (story.version > version) {
                return; // an attempt that took too long has told it meanwhile
            }
            if (story.version < version - 1) {
                catchUp(story, deployment, version - 1);
            }
            remember(deployment, story);
            if (story.version < version) {
                story.last = Optional.of(story.narrator.tell(event));
                story.version = version;
            }
            story.last.filter(sentence -> telling.test(event, sentence)).ifPresent(this::send);
            if (event instanceof ProgressEvent.DeploymentEnded) {
                stories.remove(deployment);
            }
        }
    }

    /** Another engine began this deployment. */
    private void catchUp(Story story, DeploymentId deployment, long version) {
        List<DeploymentEvent> events;
        try {
            events = journal.read(deployment).map(Journal.History::events).orElse(List.of());
        } catch (PortException unreadable) {
            throw unreadable.problem().kind() == Problem.Kind.REFUSED
                    ? unreadable
                    : PortException.later(unreadable.problem(), JOURNAL_RETRY);
        }
        for (long next = story.version; next < Math.min(version, events.size()); next++) {
            story.narrator.note(events.get(Math.toIntExact(next)));
        }
        story.version = version;
    }

    /** The memory is cleared when full, because deployments that another engine took over never end here. */
    private void remember(DeploymentId deployment, Story story) {
        if (stories.size() >= MOST_STORIES) {
            stories.clear();
        }
        stories.put(deployment, story);
    }

    private void send(Sentence sentence) {
        if (!sentence.at().plus(oldest).isBefore(time.wall())) {
            endpoint.post("application/json", format.apply(sentence), Map.of());
        }
    }
}
