package io.github.bluegreen4j.aws.arn;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.ServiceRef;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes ARNs in ECS's form. Those of service deployments and service revisions are synthetic: with the deployment controller EXTERNAL
 * ECS has neither, so a request of ECS with one of them fails.
 *
 * @param partition {@code aws}, or {@code aws-cn} for example
 * @param region the Region
 * @param account the account
 */
public record EcsArns(String partition, String region, String account) {
    private static final Pattern ARN =
            Pattern.compile("arn:(?<partition>[\\w-]+):[\\w-]+:(?<region>[\\w-]+):(?<account>\\d{12}):.+");

    /** ARNs with the partition, the Region and the account of another one; empty for what is no ARN with all of them. */
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

    /** The last part of an ARN or a path; a plain name itself. */
    private static String last(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    public String cluster(ServiceRef service) {
        return arn("cluster", last(service.cluster()));
    }

    public String service(ServiceRef service) {
        return arn("service", path(service));
    }

    /** Synthetic. */
    public String serviceDeployment(ServiceRef service, DeploymentId deployment) {
        return arn("service-deployment", path(service) + "/" + deployment);
    }

    /**
     * Synthetic. Its last part is that of the revision's own name: of a task set's ARN the number that its tasks have in {@code
     * startedBy} too, as the tasks of a service revision of ECS have its number there.
     *
     * @param revision the ARN of a task set, or any name; not empty
     */
    public String serviceRevision(ServiceRef service, String revision) {
        return arn("service-revision", path(service) + "/" + last(revision));
    }
}
