package io.github.bluegreen4j.awstestkit.ecs.bluegreen;

import io.github.bluegreen4j.awstestkit.wire.AwsRefusal;

/** The refusals of Amazon ECS for services with one of the blue/green strategies. */
final class BlueGreenRefusals {
    private BlueGreenRefusals() {}

    static AwsRefusal invalid(String message) {
        return AwsRefusal.of("InvalidParameterException", message);
    }

    static AwsRefusal conflict(String message) {
        return AwsRefusal.of("ConflictException", message);
    }

    static AwsRefusal unsupported(String message) {
        return AwsRefusal.of("UnsupportedFeatureException", message);
    }

    static AwsRefusal noService() {
        return AwsRefusal.of("ServiceNotFoundException", "Service not found.");
    }

    static AwsRefusal noDeployment() {
        return AwsRefusal.of("ServiceDeploymentNotFoundException", "Service deployment not found.");
    }
}
