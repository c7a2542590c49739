package io.github.bluegreen4j.aws.call;

/**
 * API operations that AWS throttles together, with their default rates and bursts for an account in a Region. Sources:
 * "Request throttling for the Amazon ECS API" in the ECS API reference, "Amazon ECS endpoints and quotas" in the AWS general
 * reference, "API request throttling" in the Elastic Load Balancing user guide, "CloudWatch service quotas" in the
 * CloudWatch user guide.
 */
public enum ApiGroup {
    /** {@code UpdateService} and similar: 5 requests per second, burst 50. */
    ECS_SERVICE_MODIFY(5, 50),
    /** {@code DescribeServices}: 20 requests per second, burst 100. */
    ECS_SERVICE_READ(20, 100),
    /**
     * {@code CreateTaskSet}, {@code UpdateTaskSet}, {@code DeleteTaskSet}, {@code UpdateServicePrimaryTaskSet}: 20 requests
     * per second, burst 100.
     */
    ECS_TASK_SET_MODIFY(20, 100),
    /** {@code DescribeServiceDeployments}, {@code ListServiceDeployments}: 20 requests per second, burst 50. */
    ECS_DEPLOYMENT_READ(20, 50),
    /** {@code DescribeServiceRevisions}: 20 requests per second, burst 50. */
    ECS_REVISION_READ(20, 50),
    /** {@code ListTasks}, {@code DescribeTasks}: 20 requests per second, burst 100. */
    ECS_CLUSTER_READ(20, 100),
    /** {@code DescribeTaskDefinition}: 20 requests per second, burst 50. */
    ECS_TASK_DEFINITION_READ(20, 50),
    /** {@code ModifyRule}, {@code ModifyListener}: 3 requests per second, burst 20. */
    ELB_MODIFY(3, 20),
    /**
     * {@code DescribeRules}, {@code DescribeListeners}, {@code DescribeTargetGroups}, {@code DescribeTargetHealth}: 50
     * requests per second, burst 200.
     */
    ELB_READ(50, 200),
    /** {@code DescribeAlarms}: 9 requests per second, no burst. */
    CLOUDWATCH_DESCRIBE_ALARMS(9, 9),
    /** {@code GetMetricData}: 50 requests per second, no burst. */
    CLOUDWATCH_GET_METRIC_DATA(50, 50),
    /** Reads of Application Auto Scaling: 5 requests per second. AWS states no rate; this is our choice. */
    AUTO_SCALING_READ(5, 5),
    /** Changes of Application Auto Scaling: 5 requests per second. AWS states no rate; this is our choice. */
    AUTO_SCALING_MODIFY(5, 5),
    /** {@code PutEvents}: 50 requests per second. This is our choice; the smallest Regions allow 400. */
    EVENTS_PUT(50, 50),
    /** {@code Invoke}: 100 requests per second. This is our choice; Lambda allows ten times the account's concurrency. */
    LAMBDA_INVOKE(100, 100),
    /**
     * All requests of DynamoDB: 1,000 per second. This is our choice; DynamoDB throttles tables and partitions, not
     * accounts.
     */
    DYNAMODB(1_000, 1_000);

    private final int perSecond;
    private final int burst;

    ApiGroup(int perSecond, int burst) {
        this.perSecond = perSecond;
        this.burst = burst;
    }

    /** {@return the default rate of a budget, in requests per second} */
    public int perSecond() {
        return perSecond;
    }

    /** {@return how many requests AWS allows at once at that rate; where AWS states no burst, the requests of one second} */
    public int burst() {
        return burst;
    }
}
