package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.model.ScaleInSetting;
import java.util.Optional;

/**
 * The autoscaler's scale-in setting, as the deployment found it and as it left it.
 *
 * @param former the setting before the deployment changed it; empty until it was read
 * @param touched whether a suspension was ever decided: from then on it must be restored
 * @param suspended whether the suspension was verified
 * @param restored whether the former setting was restored
 */
public record ScaleIn(Optional<ScaleInSetting> former, boolean touched, boolean suspended, boolean restored) {
    static final ScaleIn UNTOUCHED = new ScaleIn(Optional.empty(), false, false, false);

    ScaleIn read(ScaleInSetting setting) {
        return new ScaleIn(Optional.of(setting), touched, suspended, restored);
    }

    ScaleIn owed() {
        return new ScaleIn(former, true, suspended, restored);
    }

    ScaleIn nowSuspended() {
        return new ScaleIn(former, touched, true, restored);
    }

    ScaleIn nowRestored() {
        return new ScaleIn(former, touched, suspended, true);
    }

    /** Whether green may be launched: scale-in is suspended, or there is nothing to suspend. */
    boolean isSettled() {
        return suspended || former.map(setting -> !setting.needsSuspension()).orElse(false);
    }

    /** {@return whether the former setting must still be restored} */
    public boolean needsRestoring() {
        return touched && !restored;
    }
}
