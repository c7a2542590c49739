package io.github.bluegreen4j.model;

/**
 * What a deployment suspends on its service from its start to its end: the scale-in of an autoscaler, or the former deployment
 * configuration that a pause hook takes the place of.
 *
 * @param scalable whether there is anything to suspend: whether an autoscaler acts on the service at all, or always for a pause hook
 * @param suspended whether it is suspended
 * @param kind what it is
 */
public record ScaleInSetting(boolean scalable, boolean suspended, Kind kind) {
    /** What a deployment suspends. */
    public enum Kind {
        /** The scale-in of an autoscaler. If it is suspended already, somebody else has done that, and it stays. */
        SCALE_IN,
        /**
         * The deployment configuration of a service that ECS's own controller deploys: the engine's pause hook is on the service while it
         * is suspended. Only the engine suspends it, so what is found suspended was left by an earlier deployment.
         */
        PAUSE_HOOK
    }

    /** The setting of a service without an autoscaler. */
    public static final ScaleInSetting NOT_SCALABLE = new ScaleInSetting(false, false);

    /**
     * Checks that nothing is missing.
     *
     * @param scalable whether there is anything to suspend: whether an autoscaler acts on the service at all, or always for a pause hook
     * @param suspended whether it is suspended
     * @param kind what it is
     * @throws InvalidSpecException if a value is missing
     */
    public ScaleInSetting {
        Given.value("scaleIn.kind", kind);
    }

    /**
     * Creates the setting of an autoscaler.
     *
     * @param scalable whether an autoscaler acts on the service at all. If not, there is nothing to suspend
     * @param suspended whether scale-in is suspended
     */
    public ScaleInSetting(boolean scalable, boolean suspended) {
        this(scalable, suspended, Kind.SCALE_IN);
    }

    /**
     * {@return this setting, suspended or not}
     *
     * @param nowSuspended whether it is suspended
     */
    public ScaleInSetting suspended(boolean nowSuspended) {
        return new ScaleInSetting(scalable, nowSuspended, kind);
    }

    /** {@return whether a deployment must suspend it, and restore it afterwards} */
    public boolean needsSuspension() {
        return scalable && !suspended;
    }

    /** {@return whether an earlier deployment has left it suspended: the deployment that finds it so restores it at its end} */
    public boolean isLeftOver() {
        return suspended && kind == Kind.PAUSE_HOOK;
    }
}
