/**
 * Which deployments this engine acts for: how an order gets into the journal, how a service is claimed, recovered and released,
 * which deployment of a service has its turn, and how decisions are stored and published.
 *
 * <p>Start with {@code DeploymentRegistry}. It uses the loop and the work, and reports to the handles of users through {@code
 * HandleUpdates}. The package is not exported.
 */
@NullMarked
package io.github.bluegreen4j.engine.registry;

import org.jspecify.annotations.NullMarked;
