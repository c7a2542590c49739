package io.github.bluegreen4j.examples.kills;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.examples.local.adapter.LocalRouter;
import io.github.bluegreen4j.examples.local.adapter.LocalRuntime;
import io.github.bluegreen4j.examples.local.dataplane.DataPlaneClient;
import io.github.bluegreen4j.examples.local.dataplane.RouteView;
import io.github.bluegreen4j.examples.local.engine.EngineJournals;
import io.github.bluegreen4j.examples.local.engine.SmokeTest;
import io.github.bluegreen4j.examples.local.http.AdminClient;
import io.github.bluegreen4j.examples.local.process.Arguments;
import io.github.bluegreen4j.examples.local.process.ParentWatch;
import io.github.bluegreen4j.examples.local.process.Ready;
import io.github.bluegreen4j.examples.local.runner.RunnerClient;
import io.github.bluegreen4j.journal.jdbc.JdbcJournal;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.PortException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * An engine that is going to be killed. Arguments: {@code --name}, {@code --journal}, {@code --data-plane} and {@code --runner}
 * (admin ports), {@code --test-port service=port} for each service, {@code --pool} (how many connections to PostgreSQL it pools; none
 * is pooled without), {@code --atomic} and {@code --max-write-delay} (see {@link HeldRouter}; true and long enough without). It is told {@code order} or {@code rollback} and an {@link Order}, or {@code hold} or {@code release} for the next
 * write of a route; it says each {@link Told}, and signs each write of a route with {@link Signature}.
 */
final class EngineUnderFireMain {

    static final Duration LEASE = Duration.ofSeconds(2);
    static final Duration CALL = Duration.ofSeconds(1);

    /** A call that is given up after this may still land: the lease has room for it. */
    private static final Duration CLIENT = Duration.ofMillis(900);

    private EngineUnderFireMain() {}

    public static void main(String... args) throws InterruptedException {
        Arguments arguments = Arguments.parse(args);
        String name = arguments.required("name");
        TalkativeJournal journal = new TalkativeJournal(journal(arguments));
        DataPlaneClient dataPlane = new DataPlaneClient(
                admin(arguments, "data-plane"),
                route -> new Signature(name, journal.fence(Signature.service(route))).toString());
        HeldRouter router = new HeldRouter(
                new LocalRouter(dataPlane),
                Boolean.parseBoolean(arguments.optional("atomic").orElse("true")),
                arguments.optional("max-write-delay").map(Duration::parse).orElse(HeldRouter.MAX_WRITE_DELAY),
                route -> overwriting(
                        arguments, route, new Signature(name, journal.fence(Signature.service(route.id())))));
        EngineBuilder builder = DeploymentEngine.builder()
                .name(name)
                .lease(LEASE)
                .journalCall(CALL)
                .journalPoll(Duration.ofMillis(200))
                .journal(journal)
                .runtime(new LocalRuntime(new RunnerClient(admin(arguments, "runner"))))
                .router(router)
                .listener((deployment, version, event) -> {
                    long at = Told.micros(event.at());
                    new Told(Told.What.EVENT, deployment.toString(), version, detail(event), at, at).say();
                });
        arguments
                .pairs("test-port")
                .forEach((service, port) ->
                        builder.hook(Order.smokeTest(service), new SmokeTest(Integer.parseInt(port))));
        DeploymentEngine engine = builder.build();
        ParentWatch.exitWithParent(line -> obey(engine, router, line));
        Ready.with(Map.of()).announce();
        Thread.currentThread().join();
    }

    private static Consumer<TrafficSplit> overwriting(Arguments arguments, RouteRef route, Signature signature) {
        DataPlaneClient dataPlane = new DataPlaneClient(admin(arguments, "data-plane"), any -> signature.toString());
        return split -> {
            Map<String, Integer> weights = new HashMap<>();
            split.weights().forEach((group, weight) -> weights.put(group.id(), weight));
            RouteView unused = dataPlane.overwrite(route.id(), weights);
        };
    }

    private static JdbcJournal journal(Arguments arguments) {
        String address = arguments.required("journal");
        return arguments
                .optional("pool")
                .map(size -> JdbcJournal.postgresql(pool(address, Integer.parseInt(size))))
                .orElseGet(() -> EngineJournals.open(address));
    }

    /** As in docs/operations.md, and patient at the start: the server may be away. */
    private static HikariDataSource pool(String address, int size) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(address);
        config.setMaximumPoolSize(size);
        config.setConnectionTimeout(CALL.toMillis());
        config.setValidationTimeout(CALL.toMillis() / 2);
        config.setInitializationFailTimeout(Duration.ofMinutes(2).toMillis());
        return new HikariDataSource(config);
    }

    /** Enough to know an event again. */
    static String detail(DeploymentEvent event) {
        return event.getClass().getSimpleName() + " " + event.at();
    }

    private static AdminClient admin(Arguments arguments, String process) {
        return new AdminClient(Integer.parseInt(arguments.required(process)), CLIENT);
    }

    private static void obey(DeploymentEngine engine, HeldRouter router, String line) {
        switch (line) {
            case "hold" -> router.hold();
            case "release" -> router.release();
            default -> order(engine, line);
        }
    }

    private static void order(DeploymentEngine engine, String line) {
        String[] words = line.split(" ", 2);
        Order order = Order.parse(words[1]);
        try {
            Deployment deployment = engine.deploy(new DeploymentId(order.id()), order.spec());
            CompletableFuture<?> unused = deployment.completion().thenAccept(end -> {
                long now = Told.now();
                new Told(Told.What.ENDED, order.id(), 0, end.status().name(), now, now).say();
            });
            if (words[0].equals("rollback")) {
                CompletableFuture<?> unusedAnswer = deployment.rollBack("somebody has changed his mind");
            }
        } catch (PortException noAnswer) {
            System.err.println(line + ": " + noAnswer);
        }
    }
}
