package io.github.bluegreen4j.spring;

import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.rollout.RolloutDescription;
import io.github.bluegreen4j.rollout.RolloutWait;
import io.github.bluegreen4j.rollout.Rollouts;
import io.github.bluegreen4j.spi.PortException;
import java.security.Principal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.lang.Nullable;

/**
 * The actuator endpoint {@code rollouts}. It only reads, unless the application sets {@code
 * management.endpoint.rollouts.access=unrestricted}: then it takes commands, too. Secure it as you secure other endpoints; an authenticated
 * caller is journaled as the actor. Rollouts are started in code: {@link Rollouts#start}.
 *
 * <p>Every answer is JSON. A request that is refused is answered with 400 (it is wrong), 409 (the rollout refuses it), 404 or 503 (the
 * journal does not answer); the body has the reason in {@code message}.
 */
@WebEndpoint(id = "rollouts", defaultAccess = Access.READ_ONLY)
public final class RolloutsEndpoint {
    private static final String COMMANDS = "pause, resume, rollback or abort";

    private final Rollouts rollouts;
    private final Function<String, Optional<RolloutDescription>> driver;

    /**
     * @param driver describes a rollout as the driver of this application knows it; empty if that does not know it
     */
    RolloutsEndpoint(Rollouts rollouts, Function<String, Optional<RolloutDescription>> driver) {
        this.rollouts = rollouts;
        this.driver = driver;
    }

    /**
     * {@code GET /actuator/rollouts}: the rollouts of the journal.
     *
     * @return in {@code rollouts} a line for each one that has not ended, in {@code ended} the ids of the others. The line of one that
     *     can't be read has no {@code status}
     */
    @ReadOperation
    public WebEndpointResponse<Map<String, Object>> rollouts() {
        return answered(() -> {
            List<String> unfinished = rollouts.unfinished();
            List<String> ended = new ArrayList<>(rollouts.list());
            ended.removeAll(unfinished);
            Map<String, Object> body = new LinkedHashMap<>();
            body.put(
                    "rollouts",
                    unfinished.stream().flatMap(id -> lineOf(id).stream()).toList());
            body.put("ended", ended);
            return new WebEndpointResponse<>(body);
        });
    }

    /**
     * {@code GET /actuator/rollouts/ID}: a rollout with its waves, the deployments of the wave that runs, what it waits for, and what was
     * decided so far.
     *
     * @param id the rollout
     * @return the rollout; 404 if it does not exist
     */
    @ReadOperation
    public WebEndpointResponse<Map<String, Object>> rollout(@Selector String id) {
        return answered(() -> described(id)
                .map(found -> new WebEndpointResponse<>(whole(found)))
                .orElseGet(() -> unknown(id)));
    }

    /**
     * {@code POST /actuator/rollouts/ID}: gives a rollout a command.
     *
     * @param id the rollout
     * @param command {@code pause}, {@code resume}, {@code rollback} or {@code abort}
     * @param reason why; null if it needs no reason
     * @param actor who gives the command, if the caller is not authenticated
     * @param security the caller
     * @return the rollout after the command; 409 if it refuses the command
     */
    @WriteOperation
    public WebEndpointResponse<Map<String, Object>> command(
            @Selector String id,
            String command,
            @Nullable String reason,
            @Nullable String actor,
            SecurityContext security) {
        return answered(() -> {
            if (described(id).isEmpty()) {
                return unknown(id);
            }
            Rollouts signed = actor(security, actor).map(rollouts::by).orElse(rollouts);
            String why = reason == null ? "" : reason;
            Optional<String> refusal = switch (command.toLowerCase(Locale.ROOT)) {
                case "pause" -> signed.pause(id, why);
                case "resume" -> signed.resume(id, why);
                case "rollback" -> signed.rollBack(id, why);
                case "abort" -> signed.abort(id, why);
                default -> throw InvalidSpecException.refused("command", command, COMMANDS);
            };
            return refusal.map(text -> message(409, text))
                    .orElseGet(() -> described(id)
                            .map(found -> new WebEndpointResponse<>(line(found)))
                            .orElseGet(() -> unknown(id)));
        });
    }

    private Optional<RolloutDescription> described(String id) {
        return driver.apply(id).or(() -> rollouts.describe(id));
    }

    /** One that can't be read, because a newer version has written it, hides no other. */
    private Optional<Map<String, Object>> lineOf(String id) {
        try {
            return described(id).map(RolloutsEndpoint::line);
        } catch (PortException failed) {
            if (failed.problem().kind() != Problem.Kind.REFUSED) {
                throw failed;
            }
            return Optional.of(fields("rollout", id, "waitingFor", List.of("it can't be read: " + failed.problem())));
        }
    }

    private static Optional<String> actor(SecurityContext security, @Nullable String actor) {
        return Optional.ofNullable(security.getPrincipal())
                .map(Principal::getName)
                .or(() -> Optional.ofNullable(actor));
    }

    /** The names of the fields are those of the command line. */
    private static Map<String, Object> line(RolloutDescription rollout) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("rollout", rollout.id());
        line.put("status", rollout.status().name());
        line.put("startedBy", rollout.startedBy().actor());
        line.put("startedAt", rollout.startedBy().at().toString());
        rollout.waves().stream()
                .filter(wave -> wave.progress() == RolloutDescription.Progress.RUNNING)
                .findFirst()
                .ifPresent(wave -> line.put("wave", wave.name()));
        line.put(
                "waitingFor",
                rollout.waits().stream().map(RolloutWait::toString).toList());
        return line;
    }

    private static Map<String, Object> whole(RolloutDescription rollout) {
        Map<String, Object> whole = line(rollout);
        whole.put("rollback", rollout.rollback().name());
        whole.put(
                "waves",
                rollout.waves().stream()
                        .map(wave -> fields(
                                "name", wave.name(),
                                "size", wave.size(),
                                "progress", wave.progress().name(),
                                "soak", wave.soak().toString(),
                                "mayFail", wave.mayFail()))
                        .toList());
        whole.put(
                "deployments",
                rollout.deployments().stream()
                        .map(one -> fields(
                                "deployment", one.deployment().value(), "service", one.service(), "state", one.state()))
                        .toList());
        whole.put(
                "story",
                rollout.history().stream()
                        .map(event -> event.at() + " " + event.sentence())
                        .toList());
        return whole;
    }

    private static Map<String, Object> fields(Object... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return fields;
    }

    private static WebEndpointResponse<Map<String, Object>> answered(
            Supplier<WebEndpointResponse<Map<String, Object>>> request) {
        try {
            return request.get();
        } catch (PortException unreachable) {
            return message(503, String.valueOf(unreachable.getMessage()));
        } catch (IllegalArgumentException wrong) {
            return message(400, String.valueOf(wrong.getMessage()));
        }
    }

    private static WebEndpointResponse<Map<String, Object>> message(int status, String text) {
        return new WebEndpointResponse<>(Map.of("message", text), status);
    }

    private static WebEndpointResponse<Map<String, Object>> unknown(String id) {
        return message(404, "rollout \"" + id + "\" does not exist");
    }
}
