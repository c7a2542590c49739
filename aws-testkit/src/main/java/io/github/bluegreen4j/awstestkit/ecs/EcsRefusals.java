package io.github.bluegreen4j.awstestkit.ecs;

import io.github.bluegreen4j.awstestkit.wire.AwsRefusal;

/** The refusals of Amazon ECS. */
final class EcsRefusals {
    private EcsRefusals() {}

    static AwsRefusal invalid(String message) {
        return AwsRefusal.of("InvalidParameterException", message);
    }

    static AwsRefusal client(String message) {
        return AwsRefusal.of("ClientException", message);
    }

    static AwsRefusal noCluster() {
        return AwsRefusal.of("ClusterNotFoundException", "Cluster not found.");
    }

    static AwsRefusal noService() {
        return AwsRefusal.of("ServiceNotFoundException", "Service not found.");
    }

    static AwsRefusal noTaskSet() {
        return AwsRefusal.of("TaskSetNotFoundException", "The specified task set does not exist.");
    }
}
