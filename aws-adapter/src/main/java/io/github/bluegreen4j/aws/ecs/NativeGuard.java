package io.github.bluegreen4j.aws.ecs;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.PortException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;

/**
 * Guards the service deployments that somebody else starts: in the console, by CloudFormation, by another tool. Thread-safe.
 *
 * <pre>{@code
 * NativeGuard guard = ecs.guard(policy);
 * guard.place();
 * scheduler.scheduleWithFixedDelay(
 *         () -> guard.find().ifPresent(found -> engine.deploy(found.id(), found.spec(), "guard")), 0, 5, SECONDS);
 * }</pre>
 *
 * <p>{@link #place} puts the engine's pause hook and the strategy of the policy on the service, where they stay. ECS starts every service
 * deployment with them, and so waits for the engine before each shift. {@link #find} returns a service deployment that nobody guards yet,
 * as an order for the engine. The launch of that deployment changes nothing on ECS, except tags: it takes over the service deployment. From
 * then on it is a deployment like any other.
 *
 * <p>The id of the order follows from that of the service deployment. To order it again, or from two processes with one journal, does
 * nothing.
 *
 * <p>If a pause of the policy needs approvals, ECS waits at its own pause until enough people have approved. The order must name its author
 * then, as above. ECS does not say who started the service deployment, so that person is not excluded.
 *
 * <p>A service deployment that was started without the pause hook is not guarded: before {@link #place}, or by an update that sends a
 * {@code deploymentConfiguration} of its own. {@link #find} places the hook again as soon as no service deployment is in progress.
 */
public final class NativeGuard {
    private static final String PREFIX = "ecs-";

    private final EcsNative ecs;
    private final DeploymentSpec policy;
    private final Duration pauseTimeout;

    NativeGuard(EcsNative ecs, DeploymentSpec policy, Duration pauseTimeout) {
        if (policy.isRecovery()) {
            throw InvalidSpecException.refused(
                    "policy", "a recovery", "a deployment: its revision is replaced by the one that is found");
        }
        if (!NativeConfiguration.canMove(policy.strategy())) {
            throw InvalidSpecException.refused(
                    "policy.strategy",
                    policy.strategy().toString(),
                    "one step, two steps, or equal steps of 3 % or more");
        }
        this.ecs = ecs;
        this.policy = policy;
        this.pauseTimeout = pauseTimeout;
    }

    /**
     * A service deployment that is to be guarded.
     *
     * @param id the id of the deployment of the engine that guards it
     * @param spec the policy, with the task definition that is being deployed
     */
    public record Found(DeploymentId id, DeploymentSpec spec) {}

    /** Returns the id of the deployment that guards a service deployment. */
    static DeploymentId id(String serviceDeploymentArn) {
        return new DeploymentId(PREFIX + EcsPlaces.last(serviceDeploymentArn));
    }

    /** Tells whether a deployment guards one that somebody else started. It must launch nothing. */
    static boolean isGuard(DeploymentId id) {
        return id.value().startsWith(PREFIX);
    }

    /**
     * Places the pause hook and the strategy of the policy on the service, if they are not there.
     *
     * @return whether they are there now; false while a service deployment is in progress, since ECS started that with what the service had.
     *     Call it again after its end
     * @throws PortException {@code REFUSED} if the service is none that {@link EcsNative} can deploy
     */
    public boolean place() {
        return change("ecs guard", (within, now) -> {
            boolean waits = now.isOngoing() || now.marks().former().isPresent();
            boolean stands = now.marks().guarded().isPresent() && isPlaced(now);
            if (stands || waits) {
                return stands;
            }
            if (now.marks().guarded().isEmpty()) {
                within.tag(
                        now.ref(),
                        now.service().serviceArn(),
                        NativeMarks.guarded(NativeConfiguration.text(now.configuration())));
            }
            within.update(now.ref(), update -> update.deploymentConfiguration(guarded(now)));
            return true;
        });
    }

    /**
     * Takes the pause hook off the service, and restores its strategy and bake times as they were before {@link #place}.
     *
     * @throws PortException {@code REFUSED} while a deployment of the engine is in progress, or a service deployment waits for one
     */
    public void remove() {
        boolean unused = change("ecs unguard", (within, now) -> {
            Optional<String> former = now.marks().guarded();
            if (former.isEmpty()) {
                return false;
            }
            if (now.isAdoptable() || now.marks().former().isPresent()) {
                throw EcsNative.refused(
                        now, now.progress() + ", and the engine guards it; remove the guard after its end");
            }
            if (!NativeConfiguration.isReleased(now.configuration(), former.get())) {
                within.update(
                        now.ref(),
                        update -> update.deploymentConfiguration(
                                NativeConfiguration.released(now.configuration(), former.get(), now.shiftsTest())));
            }
            within.tag(now.ref(), now.service().serviceArn(), NativeMarks.unguarded());
            return true;
        });
    }

    private boolean change(String operation, BiFunction<EcsApi, NativeService, Boolean> body) {
        ServiceRef service = policy.service();
        return ecs.api().within(operation, service, EcsNative.CHANGE, within -> {
            NativeService now = ecs.reader().read(within, service);
            NativeCheck.checkController(service, now.service());
            return body.apply(within, now);
        });
    }

    /**
     * Finds a service deployment that somebody else started, and places the pause hook again if it is gone.
     *
     * @return the order that guards it; empty if there is none, if it began without the pause hook, or if a deployment of the engine already
     *     guards it
     * @throws PortException if the service cannot be read
     */
    public Optional<Found> find() {
        ServiceRef service = policy.service();
        NativeService now = ecs.api()
                .within(
                        "ecs guard",
                        service,
                        EcsNative.READ,
                        within -> ecs.reader().read(within, service));
        if (!now.isAdoptable()) {
            if (now.marks().guarded().isPresent() && !isPlaced(now)) {
                boolean unused = place();
            }
            return Optional.empty();
        }
        ServiceDeployment found = now.deployment().orElseThrow();
        return now.targetDefinition().map(definition -> new Found(id(found.serviceDeploymentArn()), spec(definition)));
    }

    private DeploymentSpec spec(String definition) {
        return new DeploymentSpec(
                policy.service(),
                RevisionSpec.of(definition),
                policy.productionRoutes(),
                policy.testRoute(),
                policy.targetGroups(),
                policy.strategy(),
                policy.bakeTime(),
                policy.hooks(),
                policy.alarms(),
                policy.analysis(),
                policy.circuitBreaker(),
                policy.health(),
                policy.rollback(),
                policy.drift(),
                policy.concurrency(),
                policy.stickinessWait(),
                policy.otherRoutes(),
                policy.serve(),
                policy.keepBlue(),
                policy.kept(),
                policy.waivers(),
                policy.limits());
    }

    private DeploymentConfiguration guarded(NativeService now) {
        return NativeConfiguration.guarded(now.configuration(), policy.strategy(), now.shiftsTest(), pauseTimeout);
    }

    private boolean isPlaced(NativeService now) {
        DeploymentConfiguration present = now.configuration();
        return present.lifecycleHooks().stream().anyMatch(NativeConfiguration::isOurs)
                && NativeConfiguration.text(present).equals(NativeConfiguration.text(guarded(now)));
    }
}
