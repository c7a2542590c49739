package io.github.bluegreen4j.spring;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentDescription;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.Deployments;
import io.github.bluegreen4j.file.SpecFile;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.PortException;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.lang.Nullable;

/**
 * The actuator endpoint {@code deployments}. It only reads, unless the application sets {@code
 * management.endpoint.deployments.access=unrestricted}: then it takes orders and commands, too. Secure it as you secure other endpoints; an
 * authenticated caller is journaled as the actor.
 *
 * <p>Every answer is JSON. A request that is refused is answered with 400 (it is wrong), 409 (the deployment or the engine refuses it), 404
 * or 503 (the journal does not answer); the body has the reason in {@code message}.
 */
@WebEndpoint(id = "deployments", defaultAccess = Access.READ_ONLY)
public final class DeploymentsEndpoint {
    private static final String COMMANDS = "continue, rollback, abort or skip-bake";

    private final DeploymentEngine engine;
    private final Journal journal;
    private final SpecDefaults defaults;
    private final Duration patience;

    /**
     * @param patience how long a caller waits for the journal's or a deployment's answer
     */
    DeploymentsEndpoint(DeploymentEngine engine, Journal journal, SpecDefaults defaults, Duration patience) {
        this.engine = engine;
        this.journal = journal;
        this.defaults = defaults;
        this.patience = patience;
    }

    /**
     * {@code GET /actuator/deployments}: those that this engine knows, open ones first, then the newest. With {@code ?service=prod/checkout}
     * all deployments of that service in the journal, whichever engine works on them.
     *
     * @param service cluster and name of a service, with a slash between; null for all services
     * @return the engine's status and one line for each deployment
     */
    @ReadOperation
    public WebEndpointResponse<Map<String, Object>> deployments(@Nullable String service) {
        return answered(() -> {
            List<DeploymentDescription> known = service == null
                    ? engine.list().stream().map(Deployment::view).toList()
                    : engine.list(service(service)).stream()
                            .flatMap(id -> engine.describe(id).stream())
                            .toList();
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("engine", engine.status().engine());
            body.put("phase", engine.status().phase().name());
            body.put(
                    "deployments",
                    known.stream()
                            .sorted(Comparator.comparing((DeploymentDescription one) ->
                                            one.status().isTerminal())
                                    .thenComparing(
                                            one -> one.createdAt().orElse(Instant.MAX), Comparator.reverseOrder()))
                            .map(DeploymentViews::line)
                            .toList());
            return new WebEndpointResponse<>(body);
        });
    }

    private static ServiceRef service(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw InvalidSpecException.refused(
                    "service", text, "a cluster and the name of a service, with a slash between");
        }
        return new ServiceRef(text.substring(0, slash), text.substring(slash + 1));
    }

    /**
     * {@code GET /actuator/deployments/ID}: everything that is known of a deployment, what it waits for, which commands it accepts now, and
     * its story.
     *
     * @param id the deployment
     * @return the deployment; 404 if it does not exist
     */
    @ReadOperation
    public WebEndpointResponse<Map<String, Object>> deployment(@Selector String id) {
        return answered(() -> {
            DeploymentId deployment = new DeploymentId(id);
            Optional<DeploymentDescription> view =
                    engine.describe(deployment).or(() -> engine.find(deployment).map(Deployment::view));
            return view.map(found -> new WebEndpointResponse<>(DeploymentViews.whole(
                            found,
                            engine.explain(deployment),
                            Deployments.in(journal).history(deployment))))
                    .orElseGet(() -> unknown(id));
        });
    }

    /**
     * {@code POST /actuator/deployments}: orders a deployment. Who repeats an order gives its id: orders with one id are one deployment.
     *
     * @param spec a specification as {@link SpecFile} reads it, YAML or JSON, as one text. Variables are not replaced
     * @param id the id of the deployment; null for a random one
     * @param actor who orders it, if the caller is not authenticated; null if unknown
     * @param security the caller
     * @return the deployment, when the journal has it; 202 if the journal has not answered yet
     */
    @WriteOperation
    public WebEndpointResponse<Map<String, Object>> order(
            String spec, @Nullable String id, @Nullable String actor, SecurityContext security) {
        return answered(() -> {
            DeploymentSpec wanted = SpecFile.parse("spec", spec, Map.of(), defaults);
            DeploymentId deployment =
                    new DeploymentId(id == null ? UUID.randomUUID().toString() : id);
            Deployment handle = actor(security, actor)
                    .map(name -> engine.deploy(deployment, wanted, name))
                    .orElseGet(() -> engine.deploy(deployment, wanted));
            return wait(handle.accepted())
                    .map(accepted -> new WebEndpointResponse<>(DeploymentViews.line(accepted.view())))
                    .orElseGet(
                            () -> late(deployment, "the journal has not answered yet; order again under the same id"));
        });
    }

    /**
     * {@code POST /actuator/deployments/ID}: gives a deployment a command. A command to a deployment of another engine is answered with 202
     * as soon as the journal has it.
     *
     * @param id the deployment
     * @param command {@code continue}, {@code rollback}, {@code abort} or {@code skip-bake}
     * @param reason why, for {@code rollback} and {@code abort}; null if it needs no reason
     * @param pause the pause that is continued, by its name or id; null if one pause alone waits
     * @param actor who gives the command, if the caller is not authenticated; null if unknown
     * @param security the caller
     * @return the answer of the deployment; 409 if it refuses the command
     */
    @WriteOperation
    public WebEndpointResponse<Map<String, Object>> command(
            @Selector String id,
            String command,
            @Nullable String reason,
            @Nullable String pause,
            @Nullable String actor,
            SecurityContext security) {
        return answered(() -> {
            DeploymentId deployment = new DeploymentId(id);
            Optional<DeploymentDescription> view = engine.describe(deployment);
            if (view.isEmpty()) {
                return unknown(id);
            }
            Command plain = command(command, reason == null ? "" : reason, pause, view.get());
            Optional<String> name = actor(security, actor);
            Optional<Deployment> own = engine.find(deployment);
            if (own.isEmpty()) {
                Deployments all = Deployments.in(journal);
                Deployments.Sent sent = name.map(all::by).orElse(all).send(deployment, plain);
                return sent.taken()
                        ? late(deployment, "the engine that works on the deployment will answer")
                        : answer(sent.answer().orElseThrow());
            }
            Command signed = name.map(given -> plain.from(new Command.Origin(given, Instant.now())))
                    .orElse(plain);
            return wait(own.get().send(signed))
                    .map(DeploymentsEndpoint::answer)
                    .orElseGet(() -> late(deployment, "the deployment has not answered yet"));
        });
    }

    private static Command command(
            String command, String reason, @Nullable String pause, DeploymentDescription deployment) {
        return switch (command.toLowerCase(Locale.ROOT)) {
            case "continue" -> new Command.Proceed(hookId(pause, deployment), TimeoutAction.CONTINUE);
            case "rollback" -> new Command.RollBack(reason);
            case "abort" -> new Command.Abort(reason);
            case "skip-bake" -> new Command.SkipBake();
            default -> throw InvalidSpecException.refused("command", command, COMMANDS);
        };
    }

    /** The id of the pause that is meant. */
    private static String hookId(@Nullable String pause, DeploymentDescription deployment) {
        List<DeploymentDescription.Hook> waiting = deployment.hooks().stream()
                .filter(hook -> hook.status().equals("AWAITING_ACTION"))
                .toList();
        List<DeploymentDescription.Hook> meant = waiting.stream()
                .filter(hook -> pause == null || pause.equals(hook.name()) || pause.equals(hook.hookId()))
                .toList();
        if (meant.size() != 1) {
            throw InvalidSpecException.refused(
                    "pause",
                    pause == null ? "" : pause,
                    waiting.isEmpty()
                            ? "nothing now: the deployment waits at no pause"
                            : "one of "
                                    + waiting.stream()
                                            .map(DeploymentDescription.Hook::name)
                                            .collect(Collectors.joining(", ")));
        }
        return meant.get(0).hookId();
    }

    private static Optional<String> actor(SecurityContext security, @Nullable String actor) {
        return Optional.ofNullable(security.getPrincipal())
                .map(Principal::getName)
                .or(() -> Optional.ofNullable(actor));
    }

    /** What the future has within this endpoint's patience; empty if it has nothing yet. */
    private <T> Optional<T> wait(CompletableFuture<T> future) {
        try {
            return Optional.of(future.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException late) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }

    /** Puts what is thrown into the words of HTTP. */
    private static WebEndpointResponse<Map<String, Object>> answered(
            Supplier<WebEndpointResponse<Map<String, Object>>> request) {
        try {
            return request.get();
        } catch (DeploymentEngine.RejectedException rejected) {
            return message(409, rejected);
        } catch (DeploymentEngine.ClosedException closed) {
            return message(503, closed);
        } catch (PortException unreachable) {
            return message(503, unreachable);
        } catch (IllegalArgumentException wrong) {
            return message(400, wrong);
        }
    }

    private static WebEndpointResponse<Map<String, Object>> message(int status, Exception why) {
        return new WebEndpointResponse<>(Map.of("message", String.valueOf(why.getMessage())), status);
    }

    private static WebEndpointResponse<Map<String, Object>> unknown(String id) {
        return new WebEndpointResponse<>(Map.of("message", "deployment \"" + id + "\" does not exist"), 404);
    }

    private static WebEndpointResponse<Map<String, Object>> late(DeploymentId id, String what) {
        return new WebEndpointResponse<>(Map.of("deployment", id.value(), "message", what), 202);
    }

    private static WebEndpointResponse<Map<String, Object>> answer(Deployment.CommandAnswer answer) {
        return new WebEndpointResponse<>(
                Map.of("accepted", answer.accepted(), "message", answer.text()), answer.accepted() ? 200 : 409);
    }
}
