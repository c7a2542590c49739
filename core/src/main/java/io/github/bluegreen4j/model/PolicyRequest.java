package io.github.bluegreen4j.model;

import java.time.Instant;
import java.util.Optional;

/**
 * What a policy is asked: whether green may get more weight on a route now.
 *
 * @param at now, by the engine's clock; a policy that depends on the time uses this and no clock of its own
 * @param deployment the deployment
 * @param spec what is deployed
 * @param route the route that would be written
 * @param production whether the route is a production route; false for the test route
 * @param greenShare the share that green would get there
 * @param step the production step, from 1; 0 for the test route
 * @param orderedBy who ordered the deployment; empty if unknown
 */
public record PolicyRequest(
        Instant at,
        DeploymentId deployment,
        DeploymentSpec spec,
        RouteRef route,
        boolean production,
        Percent greenShare,
        int step,
        Optional<Command.Origin> orderedBy) {
    /**
     * Checks that nothing is missing.
     *
     * @param at now, by the engine's clock
     * @param deployment the deployment
     * @param spec what is deployed
     * @param route the route that would be written
     * @param production whether the route is a production route
     * @param greenShare the share that green would get there
     * @param step the production step
     * @param orderedBy who ordered the deployment
     * @throws InvalidSpecException if a value is missing
     */
    public PolicyRequest {
        Given.value("policyRequest.at", at);
        Given.value("policyRequest.deployment", deployment);
        Given.value("policyRequest.spec", spec);
        Given.value("policyRequest.route", route);
        Given.value("policyRequest.greenShare", greenShare);
        Given.value("policyRequest.orderedBy", orderedBy);
    }

    /** {@return the service that is deployed} */
    public ServiceRef service() {
        return spec.service();
    }

    /**
     * {@return the same at another time}
     *
     * @param now when it is asked
     */
    public PolicyRequest at(Instant now) {
        return new PolicyRequest(now, deployment, spec, route, production, greenShare, step, orderedBy);
    }

    /** Omits the specification: this text is logged. */
    @Override
    public String toString() {
        return "PolicyRequest[deployment=" + deployment + ", route=" + route + ", greenShare=" + greenShare + "]";
    }
}
