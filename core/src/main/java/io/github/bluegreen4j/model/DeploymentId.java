package io.github.bluegreen4j.model;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a deployment. The user may choose it; deploying twice with one id is one deployment.
 *
 * @param value 1 to 128 characters of {@code A-Z a-z 0-9 . _ -}
 */
public record DeploymentId(String value) {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    /** Checks the text. */
    public DeploymentId {
        Faults.check(
                value != null && ALLOWED.matcher(value).matches(),
                "deploymentId",
                value,
                "1 to 128 characters of A-Z a-z 0-9 . _ -");
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
