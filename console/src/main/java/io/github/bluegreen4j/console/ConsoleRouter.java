package io.github.bluegreen4j.console;

import io.github.bluegreen4j.engine.DeploymentSnapshot;
import io.github.bluegreen4j.engine.Deployments;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.TimeSource;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests. All pages lie beside each other, so that their links hold behind any prefix of the host. */
final class ConsoleRouter {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleRouter.class);

    /** How long the first page waits for the first reading of the journal. Lines that come later arrive by the stream. */
    private static final Duration FIRST_READING = Duration.ofMillis(200);

    private final JournalFeed feed;
    private final Deployments deployments;
    private final Optional<Function<ConsoleRequest, Optional<Actor>>> actors;
    private final FleetPage fleet;
    private final Optional<RolloutPages> rollouts;
    private final TimeSource time;
    private final Tokens tokens = new Tokens();

    ConsoleRouter(
            JournalFeed feed,
            Journal journal,
            Optional<Function<ConsoleRequest, Optional<Actor>>> actors,
            String title,
            Optional<RolloutPages> rollouts,
            TimeSource time) {
        this.feed = feed;
        this.deployments = Deployments.in(journal);
        this.actors = actors;
        this.fleet = new FleetPage(title, rollouts.isPresent());
        this.rollouts = rollouts;
        this.time = time;
    }

    ConsoleResponse handle(ConsoleRequest request) {
        try {
            return route(request);
        } catch (InvalidSpecException wrong) {
            return Responses.message(request, 400, "This request makes no sense", String.valueOf(wrong.getMessage()));
        } catch (PortException failed) {
            return Responses.message(
                    request, 503, "The journal can't be read", failed.problem().toString());
        } catch (RuntimeException defect) {
            LOG.error("The console could not answer {} {}", request.method(), request.path(), defect);
            return Responses.message(request, 500, "The console failed", "The log of the process says why.");
        }
    }

    private ConsoleResponse route(ConsoleRequest request) {
        boolean posts = request.method().equals("POST");
        if (posts != request.path().equals("/command")
                || !(posts || request.method().equals("GET") || request.method().equals("HEAD"))) {
            return Responses.message(request, 405, "Not allowed", "Only commands are sent, everything else is read.");
        }
        String prefix = "/static/";
        if (request.path().startsWith(prefix)) {
            return Assets.find(request.path().substring(prefix.length()))
                    .map(asset -> Responses.asset(request, asset))
                    .orElseGet(() -> missing(request));
        }
        if (request.path().endsWith("-events") && feed.isFull()) {
            return Responses.message(
                    request, 503, "Too many pages are open", "Load this page again to see what is new.");
        }
        return switch (request.path()) {
            case "" -> home(request);
            case "/" -> fleet(request);
            case "/fleet-events" ->
                Responses.stream(new FleetStream(
                        visitor(request),
                        request.header("last-event-id")
                                .or(() -> request.parameter("since"))
                                .orElse("")));
            case "/deployment" -> deployment(request);
            case "/deployment-events" -> Responses.stream(new DeploymentStream(request));
            case "/line" -> line(request);
            case "/rollouts" ->
                rollouts.map(pages -> Responses.page(request, 200, pages.list(), "Rollouts", false))
                        .orElseGet(() -> missing(request));
            case "/rollout" -> rollouts.map(pages -> rollout(request, pages)).orElseGet(() -> missing(request));
            case "/rollout-events" ->
                rollouts.map(pages -> Responses.stream(new RolloutStream(pages, request)))
                        .orElseGet(() -> missing(request));
            case "/command" -> command(request);
            default -> missing(request);
        };
    }

    private static ConsoleResponse missing(ConsoleRequest request) {
        return Responses.message(request, 404, "There is no such page", "The console has no " + request.path() + ".");
    }

    /** Links are relative to the path with a slash at its end. */
    private static ConsoleResponse home(ConsoleRequest request) {
        String mount = request.mount();
        return Responses.redirect(307, mount.substring(mount.lastIndexOf('/') + 1) + "/");
    }

    // All deployments

    private ConsoleResponse fleet(ConsoleRequest request) {
        JournalFeed.View view = feed.view(FIRST_READING);
        Html content = fleet.render(
                view,
                feed.epoch(),
                request.parameter("q").orElse(""),
                request.parameter("kind").orElse(""),
                visitor(request));
        return Responses.page(request, 200, content, fleet.title(), false);
    }

    /** The lines that have changed. */
    private final class FleetStream extends PageStream {
        private long stamp;
        private boolean stale;
        private final LinePage.Visitor visitor;

        FleetStream(LinePage.Visitor visitor, String since) {
            super(feed);
            this.visitor = visitor;
            String[] parts = since.split("-", 2);
            OptionalLong known = parts.length == 2 ? number(parts[1]) : OptionalLong.empty();
            stale = known.isEmpty() || !parts[0].equals(feed.epoch());
            stamp = known.orElse(0);
        }

        @Override
        public String poll() {
            StringBuilder out = new StringBuilder();
            JournalFeed.View view = feed.view(Duration.ZERO);
            if (stale && view.readAt().isPresent()) {
                stale = false;
                event(out, "reload", "");
                return out.toString();
            }
            if (view.stamp() == stamp) {
                return "";
            }
            for (JournalFeed.Entry entry : view.entries()) {
                if (entry.stamp() > stamp) {
                    event(out, "line", fleet.line(entry));
                }
            }
            for (DeploymentId left : feed.goneSince(stamp)) {
                fleet.forget(left);
                event(out, "gone", Ids.line(left));
            }
            event(out, "part", fleet.summary(view).toString());
            event(out, "part", fleet.notice(view).toString());
            event(out, "part", LinePage.part(view.line(), visitor).toString());
            stamp = view.stamp();
            return out.insert(0, "id: " + feed.epoch() + "-" + stamp + "\n").toString();
        }
    }

    // One deployment

    private ConsoleResponse deployment(ConsoleRequest request) {
        DeploymentId id = new DeploymentId(request.parameter("id").orElse(""));
        Optional<Journal.History> history = feed.read(id);
        if (history.isEmpty()) {
            return Responses.message(
                    request, 404, "There is no such deployment", "The journal has no deployment " + id);
        }
        String token = tokens.of(request);
        DeploymentPage page = page(request, history.get(), token, actor(request));
        Map<String, String> sections =
                page.sections(history.get().mail(), live(request) ? feed.line() : Optional.empty());
        Html content = page.render(sections);
        return withToken(request, content, history.get().head().service() + " · " + id, token);
    }

    private ConsoleResponse withToken(ConsoleRequest request, Html content, String title, String token) {
        ConsoleResponse response = Responses.page(request, 200, content, title, true);
        return tokens.isKnown(request, token)
                ? response
                : Responses.with(response, "Set-Cookie", tokens.cookie(request, token));
    }

    private static boolean live(ConsoleRequest request) {
        return version(request).isEmpty() && request.parameter("all").isEmpty();
    }

    private static OptionalLong version(ConsoleRequest request) {
        return request.parameter("v").map(ConsoleRouter::number).orElse(OptionalLong.empty());
    }

    private DeploymentPage page(ConsoleRequest request, Journal.History history, String token, Optional<Actor> actor) {
        List<DeploymentEvent> events = history.events();
        boolean all = request.parameter("all").isPresent();
        OptionalLong version = version(request);
        boolean live = live(request);
        int shown = (int) Math.max(1, Math.min(version.orElse(events.size()), events.size()));
        List<DeploymentEvent> past = events.subList(0, shown);
        DeploymentSnapshot snapshot = live ? feed.latest(events) : DeploymentSnapshot.of(past);
        return new DeploymentPage(
                past,
                events.size(),
                snapshot,
                live ? time.wall() : snapshot.at(),
                new DeploymentPage.Visitor(
                        live ? actor : Optional.empty(),
                        actors.isEmpty(),
                        token,
                        request.parameter("sent").orElse(""),
                        live,
                        all));
    }

    private LinePage.Visitor visitor(ConsoleRequest request) {
        return new LinePage.Visitor(actor(request), actors.isEmpty());
    }

    private Optional<Actor> actor(ConsoleRequest request) {
        return actors.flatMap(allowed -> allowed.apply(request));
    }

    private static OptionalLong number(String text) {
        return text.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    /** The sections of a page that have changed. */
    private final class DeploymentStream extends PageStream {
        private final ConsoleRequest request;
        private final DeploymentId id;
        private final String token;
        private final Optional<Actor> actor;
        private final Map<String, String> shown = new HashMap<>();
        private final OptionalLong since;
        private boolean first = true;

        DeploymentStream(ConsoleRequest request) {
            super(feed);
            this.request = request;
            this.id = new DeploymentId(request.parameter("id").orElse(""));
            this.token = tokens.of(request);
            this.actor = actor(request);
            this.since = request.parameter("since").map(ConsoleRouter::number).orElse(OptionalLong.empty());
        }

        @Override
        public String poll() {
            StringBuilder out = new StringBuilder();
            try {
                feed.recent(id).ifPresent(history -> changes(history, out));
            } catch (PortException unreadable) {
                event(out, "trouble", new Html().text(unreadable.problem()).toString());
            }
            return out.toString();
        }

        private void changes(Journal.History history, StringBuilder out) {
            Map<String, String> sections = page(request, history, token, actor)
                    .sections(history.mail(), feed.view(Duration.ZERO).line());
            // What the page was loaded with need not be sent again.
            boolean known =
                    first && since.equals(OptionalLong.of(history.events().size()));
            first = false;
            sections.forEach((name, content) -> {
                if (!content.equals(shown.put(name, content)) && !known) {
                    event(out, "part", content);
                }
            });
        }
    }

    // Commands

    private ConsoleResponse command(ConsoleRequest request) {
        Optional<Actor> actor = actor(request);
        if (actor.isEmpty()) {
            return Responses.message(request, 403, "You may not give commands", "This console is read-only for you.");
        }
        Optional<String> forged = tokens.problem(request);
        if (forged.isPresent()) {
            return Responses.message(request, 403, "The command was not sent", forged.get());
        }
        String name = request.field("command").orElse("");
        if (name.equals(LinePage.STOP) || name.equals(LinePage.RESUME)) {
            return changeLine(request, actor.get(), name.equals(LinePage.STOP));
        }
        if (name.startsWith(RolloutPages.PREFIX) && rollouts.isPresent()) {
            return steer(request, rollouts.get(), name, actor.get());
        }
        DeploymentId id = new DeploymentId(request.field("id").orElse(""));
        Deployments.Sent sent = deployments.by(actor.get().name()).send(id, command(name, request));
        return Responses.redirect(
                303,
                "deployment?id=" + URLEncoder.encode(id.value(), StandardCharsets.UTF_8) + "&sent=" + sent.commandId());
    }

    // Rollouts

    private ConsoleResponse rollout(ConsoleRequest request, RolloutPages pages) {
        String id = request.parameter("id").orElse("");
        String token = tokens.of(request);
        return pages.find(id)
                .map(found -> withToken(request, RolloutPages.page(found, visitor(request), token), id, token))
                .orElseGet(() -> Responses.message(
                        request, 404, "There is no such rollout", "The journal has no rollout \"" + id + "\"."));
    }

    private ConsoleResponse steer(ConsoleRequest request, RolloutPages pages, String name, Actor actor) {
        String id = request.field("id").orElse("");
        String reason = request.field("reason").orElse("").strip();
        return pages.command(name, id, reason, actor)
                .map(why ->
                        Responses.message(request, 409, "The command was refused", Situation.capitalised(why) + "."))
                .orElseGet(() -> Responses.redirect(303, RolloutPages.address(id)));
    }

    /** The sections of a rollout's page that have changed. */
    private final class RolloutStream extends PageStream {
        private final RolloutPages pages;
        private final String id;
        private final LinePage.Visitor visitor;
        private final String token;
        private final Map<String, String> shown = new HashMap<>();

        RolloutStream(RolloutPages pages, ConsoleRequest request) {
            super(feed);
            this.pages = pages;
            this.id = request.parameter("id").orElse("");
            this.visitor = visitor(request);
            this.token = tokens.of(request);
        }

        @Override
        public String poll() {
            StringBuilder out = new StringBuilder();
            try {
                pages.find(id)
                        .ifPresent(found -> RolloutPages.sections(found, visitor, token)
                                .forEach((name, content) -> {
                                    if (!content.equals(shown.put(name, content))) {
                                        event(out, "part", content);
                                    }
                                }));
            } catch (PortException unreadable) {
                event(out, "trouble", new Html().text(unreadable.problem()).toString());
            }
            return out.toString();
        }
    }

    // The line

    private ConsoleResponse line(ConsoleRequest request) {
        Optional<Journal.Line> line = feed.line();
        String token = tokens.of(request);
        return withToken(
                request,
                LinePage.render(line, visitor(request), token),
                LinePage.isStopped(line) ? "The line is stopped" : "The line",
                token);
    }

    private ConsoleResponse changeLine(ConsoleRequest request, Actor actor, boolean stop) {
        Optional<Journal.Line> line = feed.line();
        if (!request.field("seen").equals(Optional.of(LinePage.seen(line)))) {
            return Responses.message(
                    request,
                    409,
                    "Somebody was faster",
                    line.map(said -> Situation.capitalised(said.toString()) + ". ")
                                    .orElse("") + "Load the page of the line again before you change that.");
        }
        String reason = request.field("reason").orElse("").strip();
        Deployments named = deployments.by(actor.name());
        if (stop) {
            named.stopTheLine(reason);
        } else {
            named.resumeTheLine(reason);
        }
        return Responses.redirect(303, "line");
    }

    private static Command command(String name, ConsoleRequest request) {
        String reason = request.field("reason").orElse("").strip();
        String hook = request.field("hook").orElse("");
        return switch (name) {
            case Wording.CONTINUE -> new Command.Proceed(hook, TimeoutAction.CONTINUE);
            case Wording.REJECT -> new Command.Proceed(hook, TimeoutAction.ROLLBACK);
            case Wording.WITHDRAW -> new Command.Withdraw(hook);
            case Wording.ROLL_BACK -> new Command.RollBack(reason);
            case Wording.ABORT -> new Command.Abort(reason);
            case Wording.SKIP_BAKE -> new Command.SkipBake();
            default -> throw InvalidSpecException.refused("command", name, "a command of the page");
        };
    }
}
