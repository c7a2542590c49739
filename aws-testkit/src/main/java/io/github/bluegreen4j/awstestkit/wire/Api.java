package io.github.bluegreen4j.awstestkit.wire;

import java.util.Optional;

/** The supported services of AWS, with their error codes. */
public enum Api {
    /** Amazon ECS, AWS JSON 1.1. */
    ECS("ecs", "AmazonEC2ContainerServiceV20141113", "AccessDeniedException", 400, "ThrottlingException", 400),
    /** Elastic Load Balancing version 2, query protocol. */
    ELB("elasticloadbalancing", "2015-12-01", "AccessDenied", 403, "Throttling", 400),
    /** AWS Lambda, REST. */
    LAMBDA("lambda", "2015-03-31", "AccessDeniedException", 403, "TooManyRequestsException", 429),
    /** Amazon CloudWatch, query protocol or, with newer SDKs, Smithy RPC v2 CBOR. */
    CLOUDWATCH("cloudwatch", "2010-08-01", "AccessDenied", 403, "Throttling", 400),
    /** Application Auto Scaling, AWS JSON 1.1. */
    AUTO_SCALING(
            "application-autoscaling",
            "AnyScaleFrontendService",
            "AccessDeniedException",
            400,
            "ThrottlingException",
            400),
    /** Amazon EventBridge, AWS JSON 1.1. */
    EVENTS("events", "AWSEvents", "AccessDeniedException", 400, "ThrottlingException", 400),
    /** Amazon DynamoDB, AWS JSON 1.0. */
    DYNAMODB(
            "dynamodb",
            "DynamoDB_20120810",
            "AccessDeniedException",
            400,
            "ProvisionedThroughputExceededException",
            400);

    private final String prefix;
    private final String wireName;
    private final String denied;
    private final int deniedStatus;
    private final String throttled;
    private final int throttledStatus;

    Api(String prefix, String wireName, String denied, int deniedStatus, String throttled, int throttledStatus) {
        this.prefix = prefix;
        this.wireName = wireName;
        this.denied = denied;
        this.deniedStatus = deniedStatus;
        this.throttled = throttled;
        this.throttledStatus = throttledStatus;
    }

    /** {@return the service prefix of IAM actions, for example {@code ecs}} */
    public String prefix() {
        return prefix;
    }

    /**
     * Returns the IAM action that permits an operation.
     *
     * @param operation the operation, for example {@code Invoke}
     * @return the action, for example {@code lambda:InvokeFunction}
     */
    public String action(String operation) {
        return prefix + ":" + (this == LAMBDA && operation.equals("Invoke") ? "InvokeFunction" : operation);
    }

    /** {@return the service's refusal for too many requests} */
    public AwsRefusal throttled() {
        return new AwsRefusal(throttledStatus, throttled, "Rate exceeded");
    }

    /**
     * Makes the service's refusal for a missing permission.
     *
     * @param message the message
     * @return the refusal
     */
    public AwsRefusal denied(String message) {
        return new AwsRefusal(deniedStatus, denied, message);
    }

    /** Finds a service by its JSON target or API version. */
    static Optional<Api> of(String wireName) {
        for (Api api : values()) {
            if (api.wireName.equals(wireName)) {
                return Optional.of(api);
            }
        }
        return Optional.empty();
    }

    String wireName() {
        return wireName;
    }
}
