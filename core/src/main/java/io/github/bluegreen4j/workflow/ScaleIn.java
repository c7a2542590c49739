package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.model.ScaleInSetting;
import java.util.Optional;

/**
 * The autoscaler's permission to scale in, as we found it and as we left it.
 *
 * @param former the setting before we touched it; empty until it was read
 * @param touched whether a suspension was ever owed: from then on there is one to restore
 * @param suspended whether the suspension was confirmed
 * @param restored whether it is as it was
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

    /** Whether we owe it to the service to put something back. */
    public boolean needsRestoring() {
        return touched && !restored;
    }
}
