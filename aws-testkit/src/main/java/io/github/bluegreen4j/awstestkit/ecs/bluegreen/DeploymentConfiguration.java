package io.github.bluegreen4j.awstestkit.ecs.bluegreen;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;

/**
 * The {@code deploymentConfiguration} with which a deployment started. Changes of the service's configuration apply to later
 * deployments.
 *
 * @param json the configuration as it is described
 * @param bakeTime how long both revisions run after the production shift
 * @param steps the steps of the production shift; the last one is 100 %
 * @param hooks the lifecycle hooks
 */
record DeploymentConfiguration(ObjectNode json, Duration bakeTime, List<TrafficStep> steps, List<Hook> hooks) {}
