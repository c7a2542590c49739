package io.github.bluegreen4j.testkit.explorer;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.workflow.script.Call;

/**
 * A change that was sent, and whose script is gone.
 *
 * @param effect the work it belonged to
 * @param call the call
 * @param justified whether what the script had read allowed to give weight
 */
record Sent(Effect effect, Call call, boolean justified) {
    Object target() {
        return call.accept(new TargetOf());
    }

    /** What a call really changes, whatever the work calls it. */
    static final class TargetOf extends PartialCallHandler<Object> {
        TargetOf() {
            super("nothing");
        }

        @Override
        public Object writeRoute(Call.WriteRoute call) {
            return call.route();
        }

        @Override
        public Object launchRevision(Call.LaunchRevision call) {
            return ExplorationCase.GREEN;
        }

        @Override
        public Object scaleRevision(Call.ScaleRevision call) {
            return call.revision();
        }

        @Override
        public Object makePrimary(Call.MakePrimary call) {
            return "PRIMARY";
        }

        @Override
        public Object retireRevision(Call.RetireRevision call) {
            return call.revision();
        }

        @Override
        public Object suspendScaleIn(Call.SuspendScaleIn call) {
            return "scale-in";
        }

        @Override
        public Object restoreScaleIn(Call.RestoreScaleIn call) {
            return "scale-in";
        }
    }
}
