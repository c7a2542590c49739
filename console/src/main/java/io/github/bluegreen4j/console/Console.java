package io.github.bluegreen4j.console;

import com.sun.net.httpserver.HttpHandler;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.rollout.Rollouts;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * The web console: a handler that shows the deployments of a journal and, if the host allows it, gives them commands.
 *
 * <p>It has no server of its own. Mount it at any path:
 *
 * <pre>{@code
 * Console console = Console.builder()
 *         .journal(journal)
 *         .actors(request -> request.principal().map(Actor::new)) // without this line the console is read-only
 *         .build();
 * server.createContext("/deployments", console.httpHandler()); // com.sun.net.httpserver
 * context.addServlet(new ServletHolder(new ConsoleServlet(console)), "/deployments/*"); // Jakarta, for example Jetty
 * }</pre>
 *
 * <p>Whoever reaches the path can read everything. Put the host's own authentication before it.
 *
 * <p>All pages share one poll of the journal, which runs only while somebody looks. Safe for use by many threads. It does not close the
 * journal or the engine.
 */
public final class Console implements AutoCloseable {
    private final JournalFeed feed;
    private final ConsoleRouter router;

    private Console(Builder builder) {
        Journal journal = Given.value("journal", builder.journal.orElse(null));
        feed = new JournalFeed(journal, builder.engine, builder.poll);
        router = new ConsoleRouter(feed, journal, builder.actors, builder.title, builder.rollouts, builder.time);
    }

    /** {@return a builder} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Answers a request. Blocks while the journal is read or a command is submitted; {@linkplain ConsoleResponse#stream streams} do not
     * block.
     *
     * @param request the request
     * @return the response; never fails
     */
    public ConsoleResponse handle(ConsoleRequest request) {
        return router.handle(Given.value("request", request));
    }

    /**
     * {@return a handler for the server of the JDK} The path of its context is the path of the console. Streams run on threads of the
     * console, so a server with the default executor serves many pages.
     */
    public HttpHandler httpHandler() {
        return new ConsoleHttpHandler(this);
    }

    /** Ends all streams and the poll. Requests are still answered, from a journal that is still open. */
    @Override
    public void close() {
        feed.close();
    }

    /** Builds a console. Not thread-safe. */
    public static final class Builder {
        private static final Duration SHORTEST_POLL = Duration.ofMillis(50);

        private Optional<Journal> journal = Optional.empty();
        private Optional<DeploymentEngine> engine = Optional.empty();
        private Optional<Function<ConsoleRequest, Optional<Actor>>> actors = Optional.empty();
        private Duration poll = Duration.ofSeconds(1);
        private String title = "Deployments";
        private Optional<RolloutPages> rollouts = Optional.empty();
        private TimeSource time = TimeSource.system();

        private Builder() {}

        /**
         * Sets the journal. Required.
         *
         * @param source the journal
         * @return this builder
         */
        public Builder journal(Journal source) {
            journal = Optional.of(Given.value("journal", source));
            return this;
        }

        /**
         * Sets an engine on the same journal. For the deployments that it works on, the pages then also have task counts, why tasks of
         * green fail and what delays a call.
         *
         * @param owner the engine
         * @return this builder
         */
        public Builder engine(DeploymentEngine owner) {
            engine = Optional.of(Given.value("engine", owner));
            return this;
        }

        /**
         * Sets who may give commands. By default nobody may: the console is read-only.
         *
         * @param allowed returns who gives a request; empty if that client may only read. It is called for every page and every command,
         *     on the thread of the request
         * @return this builder
         */
        public Builder actors(Function<ConsoleRequest, Optional<Actor>> allowed) {
            actors = Optional.of(Given.value("actors", allowed));
            return this;
        }

        /**
         * Sets how often the journal is polled while somebody looks. By default every second. The console polls less often, at most five
         * times, while a poll takes more than a fiftieth of that.
         *
         * @param interval the time between two polls, 50 ms or more
         * @return this builder
         */
        public Builder poll(Duration interval) {
            if (Given.value("poll", interval).compareTo(SHORTEST_POLL) < 0) {
                throw InvalidSpecException.refused("poll", interval.toString(), "50 ms or more");
            }
            poll = interval;
            return this;
        }

        /**
         * Sets the title of the first page. By default {@code Deployments}.
         *
         * @param text the title, for example the name of the environment; one line of 1 to 512 characters
         * @return this builder
         */
        public Builder title(String text) {
            title = Given.name("title", text);
            return this;
        }

        /**
         * Adds pages for rollouts, with commands for those who may give them. Needs {@code bluegreen4j-rollout}, which is optional. By
         * default there are none.
         *
         * @param source the rollouts of the same journal
         * @return this builder
         */
        public Builder rollouts(Rollouts source) {
            rollouts = Optional.of(new RolloutPages(Given.value("rollouts", source)));
            return this;
        }

        /**
         * Sets the clock. By default the clock of the machine.
         *
         * @param source the clock; only its wall time is used, and only for charts
         * @return this builder
         */
        public Builder time(TimeSource source) {
            time = Given.value("time", source);
            return this;
        }

        /**
         * {@return the console}
         *
         * @throws InvalidSpecException if the journal is missing
         */
        public Console build() {
            return new Console(this);
        }
    }
}
