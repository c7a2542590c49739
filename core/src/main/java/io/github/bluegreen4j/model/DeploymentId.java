package io.github.bluegreen4j.model;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The id of a deployment. The user may choose it. Two calls to deploy with the same id order one deployment.
 *
 * @param value 1 to 128 characters of {@code A-Z a-z 0-9 . _ -}
 */
public record DeploymentId(String value) {
    private static final int LONGEST = 128;
    private static final String KEEPING = "-keeps-blue";

    /**
     * Checks the text.
     *
     * @param value 1 to 128 characters of {@code A-Z a-z 0-9 . _ -}
     * @throws InvalidSpecException if a value is missing or not allowed
     */
    public DeploymentId {
        SpecFaults.check(
                value != null && isAllowed(value), "deploymentId", value, "1 to 128 characters of A-Z a-z 0-9 . _ -");
    }

    private static boolean isAllowed(String value) {
        boolean allowed = !value.isEmpty() && value.length() <= LONGEST;
        for (int i = 0; allowed && i < value.length(); i++) {
            char c = value.charAt(i);
            boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
            allowed = letter || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
        }
        return allowed;
    }

    /**
     * {@return the id of the order that keeps blue after this deployment} It is this id with {@code -keeps-blue} behind it; of an id that
     * is too long for that, a digest.
     */
    public DeploymentId keeping() {
        String longer = value + KEEPING;
        return longer.length() <= LONGEST
                ? new DeploymentId(longer)
                : new DeploymentId(UUID.nameUUIDFromBytes(longer.getBytes(StandardCharsets.UTF_8)) + KEEPING);
    }

    /** {@return whether this is the id of an order that keeps blue, as {@link #keeping} makes it} */
    public boolean isKeeping() {
        return value.endsWith(KEEPING);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DeploymentId that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}
