package io.github.bluegreen4j.awstestkit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A request that came, whatever became of it.
 *
 * @param action the action of IAM that permits it, {@code elasticloadbalancing:ModifyRule} for example
 * @param resources the ARNs that a policy of IAM has to permit it for; {@code *} where AWS knows no resources for the action
 * @param at when, on the world's clock
 * @param refusal the code of the refusal, or what broke; empty when it was answered
 */
public record AwsRequest(String action, List<String> resources, Instant at, Optional<String> refusal) {
    public AwsRequest {
        resources = List.copyOf(resources);
    }
}
