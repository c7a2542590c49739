package io.github.bluegreen4j.workflow.state;

import io.github.bluegreen4j.model.ScaleInSetting;
import io.github.bluegreen4j.model.ServiceRef;
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

    /** What an earlier deployment left suspended is this one's to restore. */
    public ScaleIn read(ScaleInSetting setting) {
        boolean taken = setting.isLeftOver();
        return new ScaleIn(Optional.of(setting), touched || taken, suspended || taken, restored);
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

    /** {@return what it is} Before it was read, an autoscaler's setting. */
    public ScaleInSetting.Kind kind() {
        return former.map(ScaleInSetting::kind).orElse(ScaleInSetting.Kind.SCALE_IN);
    }

    /** {@return how the end of a deployment names it, if it is not restored} */
    public String leftOver(ServiceRef service) {
        return switch (kind()) {
            case SCALE_IN -> "scale-in of " + service + " is still suspended";
            case PAUSE_HOOK ->
                "the engine's pause hook on service " + service
                        + ": the next deployment takes it over, and takes it off the service when it ends";
        };
    }

    /** {@return whether the former setting must still be restored} */
    public boolean needsRestoring() {
        return touched && !restored;
    }
}
