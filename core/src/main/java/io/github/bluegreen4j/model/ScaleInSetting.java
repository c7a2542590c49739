package io.github.bluegreen4j.model;

/**
 * Whether an autoscaler may scale the service in.
 *
 * @param scalable whether an autoscaler acts on the service at all. If not, there is nothing to suspend
 * @param suspended whether scale-in is suspended
 */
public record ScaleInSetting(boolean scalable, boolean suspended) {
    /** The setting of a service without an autoscaler. */
    public static final ScaleInSetting NOT_SCALABLE = new ScaleInSetting(false, false);

    /** {@return whether a deployment must suspend scale-in, and restore it afterwards} */
    public boolean needsSuspension() {
        return scalable && !suspended;
    }
}
