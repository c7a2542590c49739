package io.github.bluegreen4j.aws.ecs;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.PortException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ecs.model.TaskSet;

/**
 * Finds the deployment that launched a task set, by its external id: {@code bluegreen4j:} and the deployment's id. Early versions wrote
 * the bare id, which counts unless it is CodeDeploy's or the caller rejects it. Safe for use by many threads.
 *
 * <p>CodeDeploy writes {@code CODE_DEPLOY} into {@code startedBy} and its own deployment's id into the external id; of a task set of an
 * external deployment {@code startedBy} is not used ("TaskSet" in the ECS API reference).
 */
final class Marks {
    private static final String PREFIX = "bluegreen4j:";
    private static final String CODE_DEPLOY = "CODE_DEPLOY";

    /** The ids of CodeDeploy's deployments: {@code d-A1B2C3111}. */
    private static final Pattern OF_CODE_DEPLOY = Pattern.compile("d-[0-9A-Z]{9,}");

    private static final int MOST_REMEMBERED = 10_000;

    private final Predicate<DeploymentId> older;
    private final Map<DeploymentId, Boolean> judged = new ConcurrentHashMap<>();

    /** @param older tells whether a bare id belongs to one of our deployments */
    Marks(Predicate<DeploymentId> older) {
        this.older = older;
    }

    static String of(DeploymentId deployment) {
        return PREFIX + deployment.value();
    }

    boolean isOurs(TaskSet set) {
        return owner(set).isPresent();
    }

    /** Returns the deployment that launched a set; empty if none of ours did. */
    Optional<DeploymentId> owner(TaskSet set) {
        String mark = Optional.ofNullable(set.externalId()).orElse("");
        String startedBy = Optional.ofNullable(set.startedBy()).orElse("");
        if (CODE_DEPLOY.equals(startedBy)) {
            return Optional.empty();
        }
        if (mark.startsWith(PREFIX)) {
            return deployment(mark.substring(PREFIX.length()));
        }
        return startedBy.isBlank() && !OF_CODE_DEPLOY.matcher(mark).matches()
                ? deployment(mark).filter(this::isOlder)
                : Optional.empty();
    }

    private static Optional<DeploymentId> deployment(String id) {
        try {
            return Optional.of(new DeploymentId(id));
        } catch (InvalidSpecException anothersMark) {
            return Optional.empty();
        }
    }

    private boolean isOlder(DeploymentId deployment) {
        if (judged.size() >= MOST_REMEMBERED) {
            judged.clear();
        }
        return judged.computeIfAbsent(deployment, this::ask);
    }

    private boolean ask(DeploymentId deployment) {
        try {
            return older.test(deployment);
        } catch (PortException failed) {
            throw failed;
        } catch (RuntimeException failed) {
            throw new PortException(
                    new Problem(
                            Problem.Kind.UNAVAILABLE,
                            "olderMarks",
                            deployment.value(),
                            "whether a task set with that external id is ours can't be found out: " + failed),
                    failed);
        }
    }
}
