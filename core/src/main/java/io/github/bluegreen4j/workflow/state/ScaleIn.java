package io.github.bluegreen4j.workflow.state;

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

    public ScaleIn read(ScaleInSetting setting) {
        return new ScaleIn(Optional.of(setting), touched, suspended, restored);
    }

    public ScaleIn owed() {
        return new ScaleIn(former, true, suspended, restored);
    }

    public ScaleIn nowSuspended() {
        return new ScaleIn(former, touched, true, restored);
    }

    public ScaleIn nowRestored() {
        return new ScaleIn(former, touched, suspended, true);
    }

    /** Whether green may be launched: scale-in is suspended, or there is nothing to suspend. */
    public boolean isSettled() {
        return suspended || former.map(setting -> !setting.needsSuspension()).orElse(false);
    }

    /** {@return whether the former setting must still be restored} */
    public boolean needsRestoring() {
        return touched && !restored;
    }
}
