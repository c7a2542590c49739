package io.github.bluegreen4j.story;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.Watch;
import io.github.bluegreen4j.event.WatchEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.HookExecution;
import io.github.bluegreen4j.model.PlannedStage;
import io.github.bluegreen4j.model.Roles;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What happened during a deployment, arranged by time: for charts and reports. It is computed from the events of a
 * journal alone, so the same events give the same timeline. Immutable and safe to share between threads.
 *
 * <p>All texts are escaped for one line, like those of a {@link Sentence}. A renderer escapes them for its own format, too.
 *
 * @param title the deployment and its service, for example {@code d-42 of prod/checkout}
 * @param definition what was deployed
 * @param start when the first event happened
 * @param end when the last event happened, or until when a deployment that runs was looked at; {@code start} or later
 * @param status how the deployment ended; empty if it has not ended
 * @param spans stages, bakes, hooks, pauses and watched conditions, each from its begin to its end, in the order of their begin
 * @param routes green's share on each route over time; production routes first
 * @param rollback the rollback; empty if there was none
 * @param sentences every event as a sentence, in order
 */
public record Timeline(
        String title,
        String definition,
        Instant start,
        Instant end,
        Optional<DeploymentStatus> status,
        List<Span> spans,
        List<Route> routes,
        Optional<Rollback> rollback,
        List<Sentence> sentences) {

    /** The events after which the outside world is as the deployment wanted it, in the order of a deployment. */
    private static final Set<String> WRITES = Set.of(
            WorkEvent.ScaleInSuspended.class.getSimpleName(),
            WorkEvent.RevisionLaunched.class.getSimpleName(),
            WorkEvent.RevisionScaled.class.getSimpleName(),
            WorkEvent.RouteShifted.class.getSimpleName(),
            WorkEvent.RouteRestored.class.getSimpleName(),
            WorkEvent.RouteLeftAlone.class.getSimpleName(),
            WorkEvent.PrimaryMade.class.getSimpleName(),
            WorkEvent.RevisionRetired.class.getSimpleName(),
            WorkEvent.LeftOverRetired.class.getSimpleName(),
            WorkEvent.BlueKept.class.getSimpleName(),
            WorkEvent.BlueReduced.class.getSimpleName(),
            WorkEvent.ScaleInRestored.class.getSimpleName());

    /**
     * Checks that nothing is missing.
     *
     * @param title the deployment and its service
     * @param definition what was deployed
     * @param start when the first event happened
     * @param end when the last event happened
     * @param status how the deployment ended
     * @param spans stages, bakes, hooks, pauses and watched conditions
     * @param routes green's share on each route over time
     * @param rollback the rollback
     * @param sentences every event as a sentence
     */
    public Timeline {
        Given.value("title", title);
        Given.value("definition", definition);
        Given.value("start", start);
        Given.value("end", end);
        Given.value("status", status);
        spans = Given.list("spans", spans);
        routes = Given.list("routes", routes);
        Given.value("rollback", rollback);
        sentences = Given.list("sentences", sentences);
    }

    /** What a span is about. */
    public enum Track {
        /** A stage of the plan. */
        STAGE,
        /** A bake while it runs. An interruption ends a span. */
        BAKE,
        /** A hook, from its first call to its verdict. */
        HOOK,
        /** A pause, until somebody answered it or it timed out. */
        PAUSE,
        /** The condition of a watch: green's readiness and health, the alarms, the routes. */
        WATCH
    }

    /** How something went, or stands. */
    public enum Tone {
        /** Neither good nor bad: it was in progress, or it was left for a rollback. */
        NEUTRAL,
        /** It succeeded, or it is known to be good. */
        GOOD,
        /** It failed, or it is known to be bad. */
        BAD,
        /** It is not known. */
        UNKNOWN
    }

    /**
     * Something with a begin and an end.
     *
     * @param track what it is about
     * @param name its name: a stage, a hook, or what is watched
     * @param from when it began
     * @param to when it ended; the end of the timeline if it did not
     * @param tone how it went
     * @param note more about it, for example who answered a pause; may be empty
     */
    public record Span(Track track, String name, Instant from, Instant to, Tone tone, String note) {
        /**
         * Checks that nothing is missing, and escapes the texts.
         *
         * @param track what it is about
         * @param name its name
         * @param from when it began
         * @param to when it ended
         * @param tone how it went
         * @param note more about it
         */
        public Span {
            Given.value("track", track);
            name = Given.visible(Given.value("name", name));
            Given.value("from", from);
            Given.value("to", to);
            Given.value("tone", tone);
            note = Given.visible(Given.value("note", note));
        }
    }

    /**
     * Green's share on a route over time.
     *
     * @param name the route
     * @param production whether it is a production route; otherwise it is the test route
     * @param shares each reading, in order; a share lasts until the next one
     */
    public record Route(String name, boolean production, List<Share> shares) {
        /**
         * Checks that nothing is missing, and escapes the name.
         *
         * @param name the route
         * @param production whether it is a production route
         * @param shares each reading, in order
         */
        public Route {
            name = Given.visible(Given.value("name", name));
            shares = Given.list("shares", shares);
        }
    }

    /**
     * A reading of a route.
     *
     * @param at when
     * @param green green's share in percent, 0 to 100
     * @param split the exact weights
     */
    public record Share(Instant at, double green, String split) {
        /**
         * Checks that nothing is missing, and escapes the text.
         *
         * @param at when
         * @param green green's share in percent
         * @param split the exact weights
         */
        public Share {
            Given.value("at", at);
            split = Given.visible(Given.value("split", split));
        }
    }

    /**
     * A rollback from its cause to its end.
     *
     * @param cause what triggered it
     * @param reason the details
     * @param causeAt when the engine saw the cause
     * @param startedAt when the rollback started
     * @param restoredAt when every production route gave blue everything again; empty if that did not happen
     * @param retiredAt when green was gone; empty if that did not happen
     */
    public record Rollback(
            RollbackCause cause,
            String reason,
            Instant causeAt,
            Instant startedAt,
            Optional<Instant> restoredAt,
            Optional<Instant> retiredAt) {
        /**
         * Checks that nothing is missing, and escapes the reason.
         *
         * @param cause what triggered it
         * @param reason the details
         * @param causeAt when the engine saw the cause
         * @param startedAt when the rollback started
         * @param restoredAt when production was restored
         * @param retiredAt when green was gone
         */
        public Rollback {
            Given.value("cause", cause);
            reason = Given.visible(Given.value("reason", reason));
            Given.value("causeAt", causeAt);
            Given.value("startedAt", startedAt);
            Given.value("restoredAt", restoredAt);
            Given.value("retiredAt", retiredAt);
        }
    }

    /** {@return the sentences about changes of the outside world, each with the verified result} */
    public List<Sentence> writes() {
        return sentences.stream().filter(told -> WRITES.contains(told.event())).toList();
    }

    /**
     * {@return the spans of one track, in the order of their begin}
     *
     * @param track the track
     */
    public List<Span> spans(Track track) {
        return spans.stream().filter(span -> span.track() == track).toList();
    }

    /**
     * Arranges the events of one deployment.
     *
     * @param events all events so far, from the first; at least one
     * @return the timeline
     * @throws io.github.bluegreen4j.model.InvalidSpecException if there are no events
     */
    public static Timeline of(List<DeploymentEvent> events) {
        return of(events, Instant.MIN);
    }

    /**
     * Arranges the events of one deployment, for somebody who looks at it while it runs: what has not ended lasts until now.
     *
     * @param events all events so far, from the first; at least one
     * @param now the time; does not count if it is before the last event, or if the deployment has ended
     * @return the timeline
     * @throws io.github.bluegreen4j.model.InvalidSpecException if there are no events
     */
    public static Timeline of(List<DeploymentEvent> events, Instant now) {
        Given.value("events[0]", events.isEmpty() ? null : events.get(0));
        Given.value("now", now);
        Arrangement arrangement = new Arrangement();
        events.forEach(arrangement::add);
        return arrangement.timeline(now);
    }

    /** A span whose end is not known yet. */
    private record Open(Track track, String name, Instant from, Tone tone, String note) {
        Span closed(Instant to, Tone how, String more) {
            return new Span(track, name, from, to, how, more);
        }
    }

    /** Collects what the events say. */
    private static final class Arrangement {
        private final Narrator narrator = new Narrator();
        private final List<Sentence> sentences = new ArrayList<>();
        private final List<Span> spans = new ArrayList<>();
        private final Map<Object, Open> open = new LinkedHashMap<>();
        private final Map<RouteRef, List<Share>> shares = new LinkedHashMap<>();
        private Optional<ProgressEvent.DeploymentCreated> order = Optional.empty();
        private Optional<Roles> roles = Optional.empty();
        private Optional<DeploymentStatus> status = Optional.empty();
        private Optional<Rollback> rollback = Optional.empty();
        private Optional<Command.Origin> answeredBy = Optional.empty();
        private List<PlannedStage> plan = List.of();
        private Instant lastBad = Instant.MIN;

        void add(DeploymentEvent event) {
            sentences.add(narrator.tell(event));
            if (event instanceof ProgressEvent progress) {
                progress(progress);
            } else if (event instanceof HookEvent hook) {
                hook(hook);
            } else if (event instanceof WorkEvent work) {
                work(work);
            } else if (event instanceof WatchEvent.ConditionChanged changed) {
                condition(changed);
            } else if (event instanceof WatchEvent.GreenJudged judged) {
                judged(judged);
            } else if (event instanceof WatchEvent.ComparisonStarted started) {
                unwatched(Watch.ANALYSIS, started.at());
                String waits = "step " + started.step() + ": nothing compared yet";
                open.put(
                        Watch.ANALYSIS, new Open(Track.WATCH, name(Watch.ANALYSIS), started.at(), Tone.UNKNOWN, waits));
            } else if (event instanceof WatchEvent.DriftFound) {
                lastBad = event.at();
            }
        }

        private void progress(ProgressEvent event) {
            Instant at = event.at();
            if (event instanceof ProgressEvent.DeploymentCreated created) {
                order = Optional.of(created);
            } else if (event instanceof ProgressEvent.DeploymentStarted started) {
                roles = Optional.of(started.roles());
                plan = started.plan();
                started.readings().routes().values().forEach(reading -> share(at, reading));
            } else if (event instanceof ProgressEvent.StageEntered entered) {
                close(Track.STAGE, at, Tone.GOOD, "");
                String name = entered.position() < plan.size()
                        ? plan.get(entered.position()).toString()
                        : "stage " + entered.position();
                open.put(Track.STAGE, new Open(Track.STAGE, name, at, Tone.NEUTRAL, ""));
            } else if (event instanceof ProgressEvent.BakeStarted) {
                open.put(Track.BAKE, new Open(Track.BAKE, "bake", at, Tone.NEUTRAL, ""));
            } else if (event instanceof ProgressEvent.BakePaused) {
                close(Track.BAKE, at, Tone.UNKNOWN, "interrupted");
            } else if (event instanceof ProgressEvent.BakeEnded ended) {
                close(Track.BAKE, at, Tone.GOOD, ended.skipped() ? "skipped" : "");
            } else if (event instanceof ProgressEvent.CommandAnswered answered) {
                answeredBy = answered.by();
            } else if (event instanceof ProgressEvent.RollbackRequested) {
                lastBad = at;
            } else if (event instanceof ProgressEvent.RollbackStarted started) {
                close(Track.STAGE, at, Tone.BAD, "left for the rollback");
                close(Track.BAKE, at, Tone.NEUTRAL, "left for the rollback");
                // What is bad is what everybody asks about: it stays visible.
                for (Watch watch : Watch.values()) {
                    if (Optional.ofNullable(open.get(watch))
                            .map(Open::tone)
                            .filter(Tone.GOOD::equals)
                            .isPresent()) {
                        unwatched(watch, at);
                    }
                }
                open.put(
                        Track.STAGE,
                        new Open(
                                Track.STAGE,
                                "ROLLBACK",
                                at,
                                Tone.NEUTRAL,
                                started.cause().name()));
                rollback = Optional.of(new Rollback(
                        started.cause(),
                        started.reason(),
                        lastBad.equals(Instant.MIN) ? at : lastBad,
                        at,
                        Optional.empty(),
                        Optional.empty()));
            } else if (event instanceof ProgressEvent.DeploymentEnded ended) {
                status = Optional.of(ended.status());
                boolean good = ended.status() == DeploymentStatus.SUCCESSFUL
                        || ended.status() == DeploymentStatus.ROLLBACK_SUCCESSFUL;
                close(
                        Track.STAGE,
                        at,
                        good ? Tone.GOOD : Tone.BAD,
                        ended.status().name());
            }
        }

        private void hook(HookEvent event) {
            Instant at = event.at();
            if (event instanceof HookEvent.HookStarted started) {
                Track track = started.awaitsAction() ? Track.PAUSE : Track.HOOK;
                open.put(
                        started.execution(), new Open(track, started.execution().toString(), at, Tone.NEUTRAL, ""));
            } else if (event instanceof HookEvent.HookSucceeded succeeded) {
                answered(succeeded.execution(), at, Tone.GOOD, succeeded.why());
            } else if (event instanceof HookEvent.HookFailed failed) {
                lastBad = at;
                answered(failed.execution(), at, Tone.BAD, failed.failure() + ": " + failed.reason());
            } else if (event instanceof HookEvent.HookTimedOut late) {
                lastBad = at;
                close(late.execution(), at, Tone.BAD, "timed out: " + late.action());
            }
        }

        private void answered(HookExecution execution, Instant at, Tone tone, String why) {
            boolean pause = Optional.ofNullable(open.get(execution))
                    .filter(span -> span.track() == Track.PAUSE)
                    .isPresent();
            String who = answeredBy
                    .map(Command.Origin::actor)
                    .filter(actor -> pause && !why.contains(actor))
                    .map(actor -> "answered by " + actor)
                    .orElse("");
            close(execution, at, tone, why + (why.isEmpty() || who.isEmpty() ? "" : ", ") + who);
        }

        private void work(WorkEvent event) {
            if (event instanceof WorkEvent.RouteShifted shifted) {
                share(event.at(), shifted.reading());
            } else if (event instanceof WorkEvent.RouteRestored restored) {
                share(event.at(), restored.reading());
                rollback = rollback.map(back -> back.restoredAt().isEmpty() && isRestored()
                        ? new Rollback(
                                back.cause(),
                                back.reason(),
                                back.causeAt(),
                                back.startedAt(),
                                Optional.of(event.at()),
                                back.retiredAt())
                        : back);
            } else if (event instanceof WorkEvent.RevisionRetired retired && retired.role() == Roles.Role.GREEN) {
                rollback = rollback.map(back -> new Rollback(
                        back.cause(),
                        back.reason(),
                        back.causeAt(),
                        back.startedAt(),
                        back.restoredAt(),
                        Optional.of(event.at())));
            } else if (event instanceof WorkEvent.WorkRefused) {
                lastBad = event.at();
            }
        }

        private boolean isRestored() {
            return order.map(created -> created.spec().productionRoutes()).orElse(List.of()).stream()
                    .map(shares::get)
                    .allMatch(known ->
                            known != null && known.get(known.size() - 1).green() == 0);
        }

        private void share(Instant at, RouteReading reading) {
            double green = roles.map(known -> reading.split().shareOf(known.greenGroup()))
                    .orElse(0.0);
            shares.computeIfAbsent(reading.route(), route -> new ArrayList<>())
                    .add(new Share(at, green, reading.split().toString()));
        }

        private void condition(WatchEvent.ConditionChanged event) {
            unwatched(event.watch(), event.at());
            Tone tone = switch (event.condition()) {
                case GOOD -> Tone.GOOD;
                // Green that starts is not ready yet: that is no failure.
                case BAD -> event.watch() == Watch.GREEN_READY ? Tone.NEUTRAL : Tone.BAD;
                case UNKNOWN -> Tone.UNKNOWN;
            };
            if (tone != Tone.UNKNOWN) {
                lastBad = tone == Tone.GOOD ? Instant.MIN : event.at();
            }
            if (event.watch() == Watch.GREEN_HEALTH) {
                unwatched(Watch.GREEN_READY, event.at());
            }
            open.put(event.watch(), new Open(Track.WATCH, name(event.watch()), event.at(), tone, event.seen()));
        }

        /** Each judgement is a span of its own: together they show how the evidence grew. */
        private void judged(WatchEvent.GreenJudged event) {
            unwatched(Watch.ANALYSIS, event.at());
            Tone tone = switch (event.judgement().answer()) {
                case WORSE -> Tone.BAD;
                case NOT_WORSE -> Tone.GOOD;
                case UNKNOWN -> Tone.UNKNOWN;
            };
            if (tone == Tone.BAD) {
                lastBad = event.at();
            }
            String note = event.judgement().toString();
            open.put(Watch.ANALYSIS, new Open(Track.WATCH, name(Watch.ANALYSIS), event.at(), tone, note));
        }

        /** From now on nobody watches it. */
        private void unwatched(Watch watch, Instant at) {
            close(
                    watch,
                    at,
                    Optional.ofNullable(open.get(watch)).map(Open::tone).orElse(Tone.NEUTRAL),
                    "");
        }

        private static String name(Watch watch) {
            return switch (watch) {
                case GREEN_READY -> "green is ready";
                case GREEN_HEALTH -> "green is healthy";
                case ALARMS -> "alarms";
                case ANALYSIS -> "green is not worse than blue";
                case ROUTES -> "routes as written";
            };
        }

        private void close(Object key, Instant at, Tone tone, String note) {
            Open span = open.remove(key);
            if (span != null) {
                spans.add(span.closed(at, tone, note.isEmpty() ? span.note() : note));
            }
        }

        Timeline timeline(Instant now) {
            Instant start = sentences.get(0).at();
            Instant told = sentences.get(sentences.size() - 1).at();
            Instant last = status.isEmpty() && now.isAfter(told) ? now : told;
            Instant end = last.isBefore(start) ? start : last;
            List<Span> all = new ArrayList<>(spans);
            open.values().forEach(span -> all.add(span.closed(end, span.tone(), span.note())));
            all.sort(Comparator.comparing(Span::from));
            return new Timeline(
                    Given.visible(order.map(created -> created.deployment() + " of "
                                    + created.spec().service())
                            .orElse("a deployment")),
                    Given.visible(order.map(created -> created.spec().revision().definition())
                            .orElse("")),
                    start,
                    end,
                    status,
                    all,
                    routes(),
                    rollback,
                    sentences);
        }

        private List<Route> routes() {
            List<Route> routes = new ArrayList<>();
            List<RouteRef> production =
                    order.map(created -> created.spec().productionRoutes()).orElse(List.of());
            List<RouteRef> ours = order.map(created -> created.spec().routes()).orElse(List.copyOf(shares.keySet()));
            for (RouteRef route : ours) {
                List<Share> known = shares.get(route);
                if (known != null) {
                    routes.add(new Route(route.id(), production.contains(route), known));
                }
            }
            return routes;
        }
    }
}
