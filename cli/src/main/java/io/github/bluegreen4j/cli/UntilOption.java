package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.engine.DeploymentDescription;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.LifecycleStage;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The stage at which a command leaves a deployment that it follows. */
final class UntilOption {
    /** The stages of the way forward. */
    private static final Set<LifecycleStage> STAGES =
            EnumSet.range(LifecycleStage.RECONCILE_SERVICE, LifecycleStage.CLEAN_UP);

    @Option(
            names = "--until",
            paramLabel = "STAGE",
            completionCandidates = Names.class,
            description =
                    "Exits with 0 as soon as the deployment is in this stage or past it. If it rolls back or ends before,"
                            + " it is followed to its end. One of ${COMPLETION-CANDIDATES}.")
    private @Nullable String until;

    /** The names of the stages, for completion. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return STAGES.stream().map(LifecycleStage::name).iterator();
        }
    }

    /**
     * The stage; empty if the deployment is followed to its end.
     *
     * @throws Failure if there is no such stage on the way forward
     */
    Optional<LifecycleStage> stage() {
        return Optional.ofNullable(until)
                .map(name -> Texts.word(LifecycleStage.class, name)
                        .filter(STAGES::contains)
                        .orElseThrow(() -> Failure.option("--until", name, String.join(", ", new Names()))));
    }

    /** Refuses a stage that the deployment does not have: a recovery has one stage only. */
    static void check(Optional<LifecycleStage> until, DeploymentSpec order) {
        until.filter(stage -> order.isRecovery() && stage != LifecycleStage.RECONCILE_SERVICE)
                .ifPresent(stage -> {
                    throw Failure.option(
                            "--until",
                            stage.name(),
                            LifecycleStage.RECONCILE_SERVICE + ", since the deployment is a recovery");
                });
    }

    /**
     * Whether a deployment is in a stage or past it, and on its way forward. A stage that the deployment skips counts as reached
     * with the next one.
     *
     * @param view the deployment as it stands
     */
    static boolean isReached(LifecycleStage until, DeploymentDescription view) {
        return view.status() == DeploymentStatus.IN_PROGRESS
                && view.lifecycleStage()
                        .filter(stage -> stage.compareTo(until) >= 0)
                        .isPresent();
    }
}
