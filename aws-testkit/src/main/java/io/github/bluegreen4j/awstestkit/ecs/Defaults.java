package io.github.bluegreen4j.awstestkit.ecs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.model.TargetGroupRef;

/** The defaults of task sets and task definitions that a test has not set up. */
final class Defaults {
    static final String CONTAINER = "app";
    static final String TASK_DEFINITION = "app:1";
    static final int PORT = 8080;
    static final String PLATFORM = "1.4.0";

    private Defaults() {}

    /** Returns the settings of a task set on AWS Fargate in three subnets. */
    static ObjectNode taskSet(TargetGroupRef group) {
        ObjectNode settings = JsonNodeFactory.instance.objectNode();
        settings.put("launchType", "FARGATE").put("platformVersion", PLATFORM).put("platformFamily", "Linux");
        ObjectNode vpc = settings.putObject("networkConfiguration").putObject("awsvpcConfiguration");
        vpc.putArray("subnets").add("subnet-0a").add("subnet-0b").add("subnet-0c");
        vpc.putArray("securityGroups").add("sg-0a");
        vpc.put("assignPublicIp", "DISABLED");
        ObjectNode balancer = settings.putArray("loadBalancers").addObject();
        balancer.put("targetGroupArn", group.id());
        balancer.put("containerName", CONTAINER).put("containerPort", PORT);
        settings.putArray("serviceRegistries");
        return settings;
    }
}
