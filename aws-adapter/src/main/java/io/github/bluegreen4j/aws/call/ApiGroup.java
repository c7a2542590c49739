package io.github.bluegreen4j.aws.call;

/**
 * API operations that AWS throttles together, with the rates that an account has in a Region by default: "Request throttling for
 * the Amazon ECS API" in the ECS API reference, "Amazon ECS endpoints and quotas" in the AWS general reference, "API request
 * throttling" in the Elastic Load Balancing user guide, "CloudWatch service quotas" in the CloudWatch user guide.
 */
public enum ApiGroup {
    /** UpdateService and its like. 5 a second. */
    ECS_SERVICE_MODIFY(5),
    /** DescribeServices. 20 a second. */
    ECS_SERVICE_READ(20),
    /** CreateTaskSet, UpdateTaskSet, DeleteTaskSet, UpdateServicePrimaryTaskSet. 20 a second. */
    ECS_TASK_SET_MODIFY(20),
    /** ListTasks, DescribeTasks. 20 a second. */
    ECS_CLUSTER_READ(20),
    /** DescribeTaskDefinition. 20 a second. */
    ECS_TASK_DEFINITION_READ(20),
    /** ModifyRule, ModifyListener. 3 a second. */
    ELB_MODIFY(3),
    /** DescribeRules, DescribeListeners, DescribeTargetGroups, DescribeTargetHealth. 50 a second. */
    ELB_READ(50),
    /** DescribeAlarms. 9 a second. */
    CLOUDWATCH_DESCRIBE_ALARMS(9),
    /** Application Auto Scaling states no rate; 5 a second is our choice. */
    AUTO_SCALING_READ(5),
    /** Application Auto Scaling states no rate; 5 a second is our choice. */
    AUTO_SCALING_MODIFY(5),
    /** PutEvents. 50 a second is our choice: the smallest Regions allow 400. */
    EVENTS_PUT(50),
    /** Invoke. Lambda allows ten times the account's concurrency; 100 a second is our choice. */
    LAMBDA_INVOKE(100),
    /** DynamoDB throttles tables and partitions, not accounts; 1,000 a second is our choice. */
    DYNAMODB(1_000);

    private final int perSecond;

    ApiGroup(int perSecond) {
        this.perSecond = perSecond;
    }

    /** How many requests a second a budget allows by default. */
    public int perSecond() {
        return perSecond;
    }
}
