package io.github.bluegreen4j.awstestkit.wire;

import java.util.Optional;

/** The services of AWS that are spoken, with what each calls its refusals. */
public enum Api {
    /** Amazon ECS, in AWS JSON 1.1. */
    ECS("ecs", "AmazonEC2ContainerServiceV20141113", "AccessDeniedException", 400, "ThrottlingException", 400),
    /** Elastic Load Balancing version 2, in the query protocol. */
    ELB("elasticloadbalancing", "2015-12-01", "AccessDenied", 403, "Throttling", 400),
    /** AWS Lambda, in REST. */
    LAMBDA("lambda", "2015-03-31", "AccessDeniedException", 403, "TooManyRequestsException", 429),
    /** Amazon CloudWatch, in the query protocol or, from SDKs that are newer, in Smithy RPC v2 CBOR. */
    CLOUDWATCH("cloudwatch", "2010-08-01", "AccessDenied", 403, "Throttling", 400),
    /** Application Auto Scaling, in AWS JSON 1.1. */
    AUTO_SCALING(
            "application-autoscaling",
            "AnyScaleFrontendService",
            "AccessDeniedException",
            400,
            "ThrottlingException",
            400),
    /** Amazon EventBridge, in AWS JSON 1.1. */
    EVENTS("events", "AWSEvents", "AccessDeniedException", 400, "ThrottlingException", 400),
    /** Amazon DynamoDB, in AWS JSON 1.0. */
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

    /** What stands before the colon in the actions of IAM: {@code ecs}, for example. */
    public String prefix() {
        return prefix;
    }

    /** The action of IAM that permits an operation; {@code lambda:InvokeFunction}, not {@code Invoke}. */
    public String action(String operation) {
        return prefix + ":" + (this == LAMBDA && operation.equals("Invoke") ? "InvokeFunction" : operation);
    }

    /** The refusal for too many requests, in this service's own words. */
    public AwsRefusal throttled() {
        return new AwsRefusal(throttledStatus, throttled, "Rate exceeded");
    }

    /** The refusal for want of a permission, in this service's own words. */
    public AwsRefusal denied(String message) {
        return new AwsRefusal(deniedStatus, denied, message);
    }

    /** The service whose JSON target, or API version, that is. */
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
