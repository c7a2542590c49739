package io.github.bluegreen4j.aws.call;

/**
 * API operations that AWS throttles together, with the rates and bursts that an account has in a Region by default: "Request throttling for
 * the Amazon ECS API" in the ECS API reference, "Amazon ECS endpoints and quotas" in the AWS general reference, "API request
 * throttling" in the Elastic Load Balancing user guide, "CloudWatch service quotas" in the CloudWatch user guide.
 */
public enum ApiGroup {
    /** UpdateService and its like. 5 a second, 50 at once. */
    ECS_SERVICE_MODIFY(5, 50),
    /** DescribeServices. 20 a second, 100 at once. */
    ECS_SERVICE_READ(20, 100),
    /** CreateTaskSet, UpdateTaskSet, DeleteTaskSet, UpdateServicePrimaryTaskSet. 20 a second, 100 at once. */
    ECS_TASK_SET_MODIFY(20, 100),
    /** ListTasks, DescribeTasks. 20 a second, 100 at once. */
    ECS_CLUSTER_READ(20, 100),
    /** DescribeTaskDefinition. 20 a second, 50 at once. */
    ECS_TASK_DEFINITION_READ(20, 50),
    /** ModifyRule, ModifyListener. 3 a second, 20 at once. */
    ELB_MODIFY(3, 20),
    /** DescribeRules, DescribeListeners, DescribeTargetGroups, DescribeTargetHealth. 50 a second, 200 at once. */
    ELB_READ(50, 200),
    /** DescribeAlarms. 9 a second. */
    CLOUDWATCH_DESCRIBE_ALARMS(9, 9),
    /** Application Auto Scaling states no rate; 5 a second is our choice. */
    AUTO_SCALING_READ(5, 5),
    /** Application Auto Scaling states no rate; 5 a second is our choice. */
    AUTO_SCALING_MODIFY(5, 5),
    /** PutEvents. 50 a second is our choice: the smallest Regions allow 400. */
    EVENTS_PUT(50, 50),
    /** Invoke. Lambda allows ten times the account's concurrency; 100 a second is our choice. */
    LAMBDA_INVOKE(100, 100),
    /** DynamoDB throttles tables and partitions, not accounts; 1,000 a second is our choice. */
    DYNAMODB(1_000, 1_000);

    private final int perSecond;
    private final int burst;

    ApiGroup(int perSecond, int burst) {
        this.perSecond = perSecond;
        this.burst = burst;
    }

    /** How many requests a second a budget allows by default. */
    public int perSecond() {
        return perSecond;
    }

    /** How many requests AWS allows at once with that rate; where it states no burst, those of one second. */
    public int burst() {
        return burst;
    }
}
