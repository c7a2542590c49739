package io.github.bluegreen4j.aws.arn;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.ServiceRef;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes ARNs in ECS's format. ARNs of service deployments and service revisions are synthetic: a service with the deployment
 * controller {@code EXTERNAL} has neither, so a call of ECS with such an ARN fails.
 *
 * @param partition the AWS partition, for example {@code aws} or {@code aws-cn}
 * @param region the Region, for example {@code eu-west-1}
 * @param account the account number, 12 digits
 */
public record EcsArns(String partition, String region, String account) {
    private static final Pattern ARN =
            Pattern.compile("arn:(?<partition>[\\w-]+):[\\w-]+:(?<region>[\\w-]+):(?<account>\\d{12}):.+");

    /**
     * Takes the partition, Region and account from another ARN.
     *
     * @param arn an ARN of any AWS service, or any other text
     * @return the maker of ARNs; empty if {@code arn} is not an ARN with all three parts
     */
    public static Optional<EcsArns> beside(String arn) {
        Matcher parts = ARN.matcher(arn);
        return parts.matches()
                ? Optional.of(new EcsArns(parts.group("partition"), parts.group("region"), parts.group("account")))
                : Optional.empty();
    }

    private String arn(String kind, String path) {
        return "arn:" + partition + ":ecs:" + region + ":" + account + ":" + kind + "/" + path;
    }

    private static String path(ServiceRef service) {
        return last(service.cluster()) + "/" + last(service.name());
    }

    /** Returns the last part of an ARN or a path; a plain name is returned unchanged. */
    private static String last(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /**
     * Makes the ARN of a service's cluster.
     *
     * @param service a service; its cluster may be given by name or ARN
     * @return {@code arn:PARTITION:ecs:REGION:ACCOUNT:cluster/CLUSTER}
     */
    public String cluster(ServiceRef service) {
        return arn("cluster", last(service.cluster()));
    }

    /**
     * Makes the ARN of a service.
     *
     * @param service a service; it and its cluster may be given by name or ARN
     * @return {@code arn:PARTITION:ecs:REGION:ACCOUNT:service/CLUSTER/SERVICE}
     */
    public String service(ServiceRef service) {
        return arn("service", path(service));
    }

    /**
     * Makes the synthetic ARN of a deployment.
     *
     * @param service the service that is deployed
     * @param deployment the deployment; its id is the last part of the ARN
     * @return {@code arn:PARTITION:ecs:REGION:ACCOUNT:service-deployment/CLUSTER/SERVICE/ID}
     */
    public String serviceDeployment(ServiceRef service, DeploymentId deployment) {
        return arn("service-deployment", path(service) + "/" + deployment);
    }

    /**
     * Makes the synthetic ARN of a revision. For a task set, the last part is the number that its tasks have in {@code
     * startedBy}. In ECS, tasks of a service revision have that revision's number there.
     *
     * @param service the service of the revision
     * @param revision the ARN of a task set, or any other name; not empty
     * @return {@code arn:PARTITION:ecs:REGION:ACCOUNT:service-revision/CLUSTER/SERVICE/REVISION}
     */
    public String serviceRevision(ServiceRef service, String revision) {
        return arn("service-revision", path(service) + "/" + last(revision));
    }
}
