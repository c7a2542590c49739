package io.github.bluegreen4j.model;

/**
 * Whether an autoscaler may scale the service in.
 *
 * @param scalable whether an autoscaler acts on the service at all; without one there is nothing to suspend
 * @param suspended whether scale-in is suspended
 */
public record ScaleInSetting(boolean scalable, boolean suspended) {
    /** No autoscaler acts on the service. */
    public static final ScaleInSetting NOT_SCALABLE = new ScaleInSetting(false, false);

    /** Whether a deployment has to suspend scale-in, and to put it back afterwards. */
    public boolean needsSuspension() {
        return scalable && !suspended;
    }
}
