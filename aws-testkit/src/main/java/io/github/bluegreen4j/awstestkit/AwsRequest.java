package io.github.bluegreen4j.awstestkit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A request that the fake received, answered or not.
 *
 * @param action the IAM action that permits it, for example {@code elasticloadbalancing:ModifyRule}
 * @param resources the ARNs that an IAM policy must allow; {@code *} if the action has no resource-level permissions
 * @param at when it came, by the world's clock
 * @param refusal the error code, or the description of a connection failure; empty if it was answered
 */
public record AwsRequest(String action, List<String> resources, Instant at, Optional<String> refusal) {
    /**
     * Creates a request with an unmodifiable copy of the resources.
     *
     * @param action the IAM action that permits it
     * @param resources the affected ARNs, or {@code *}
     * @param at when it came
     * @param refusal why it was not answered; empty if it was
     */
    public AwsRequest {
        resources = List.copyOf(resources);
    }
}
