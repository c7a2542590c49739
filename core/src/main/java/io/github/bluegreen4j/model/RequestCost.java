package io.github.bluegreen4j.model;

/**
 * What one call of a port usually costs of a rate limit: how many requests it makes to an API, and how many requests this process may
 * make. A plan adds them up. Immutable.
 *
 * @param api the API, or the group of its operations that share a limit, for example {@code ELB_READ}
 * @param requests how many requests the call usually makes; 1 or more
 * @param perSecond how many requests a second all calls of this process may make
 */
public record RequestCost(String api, int requests, double perSecond) {
    /**
     * Checks that nothing is missing or out of range.
     *
     * @param api the API
     * @param requests how many requests the call usually makes
     * @param perSecond how many requests a second all calls of this process may make
     * @throws InvalidSpecException if a value is missing or not allowed
     */
    public RequestCost {
        Given.value("api", api);
        SpecFaults.check(requests >= 1, "requests", requests, "1 or more");
        SpecFaults.check(perSecond > 0, "perSecond", perSecond, "more than 0");
    }
}
