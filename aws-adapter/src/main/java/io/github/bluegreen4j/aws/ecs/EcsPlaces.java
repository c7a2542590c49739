package io.github.bluegreen4j.aws.ecs;

import io.github.bluegreen4j.aws.arn.EcsArns;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.ServiceRef;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.Service;

/**
 * Describes problems of a service with Region, account and cluster, because a wrong one makes a service look missing.
 *
 * @param region the client's Region, if known
 */
record EcsPlaces(Optional<String> region) {
    private static final String OPERATION = "ecs:DescribeServices";

    /** Returns the problem if a cluster's ARN is in another Region than the client. */
    Optional<Problem> elsewhere(String cluster) {
        return EcsArns.beside(cluster)
                .filter(place ->
                        region.filter(asked -> !asked.equals(place.region())).isPresent())
                .map(place -> new Problem(
                        Problem.Kind.REFUSED,
                        OPERATION,
                        cluster,
                        "service.cluster: \"" + cluster + "\" is not allowed; allowed: a cluster of Region "
                                + region.orElse("") + ", which this client asks"));
    }

    Problem noCluster(String cluster) {
        Optional<String> account = EcsArns.beside(cluster).map(EcsArns::account);
        return gone(cluster, "there is no cluster " + last(cluster) + at(account) + advice());
    }

    /** Takes the account from the service ARN in the failure. */
    Problem noService(ServiceRef ref, Failure failure) {
        Optional<String> account = EcsArns.beside(String.valueOf(failure.arn())).map(EcsArns::account);
        String where = "there is no service " + last(ref.name()) + " in cluster " + last(ref.cluster()) + at(account);
        return "MISSING".equals(failure.reason())
                ? gone(ref.toString(), where + advice())
                : new Problem(
                        Problem.Kind.UNAVAILABLE,
                        OPERATION,
                        ref.toString(),
                        failure.reason() + ": " + failure.detail());
    }

    Problem deleted(ServiceRef ref, Service service) {
        Optional<String> account =
                EcsArns.beside(String.valueOf(service.serviceArn())).map(EcsArns::account);
        return gone(
                ref.toString(),
                "service " + last(ref.name()) + " in cluster " + last(ref.cluster()) + at(account) + " was deleted ("
                        + service.status() + ")");
    }

    private static Problem gone(String resource, String message) {
        return new Problem(Problem.Kind.GONE, OPERATION, resource, message);
    }

    private String at(Optional<String> account) {
        return region.map(id -> " of Region " + id).orElse("")
                + account.map(number -> ", account " + number).orElse("");
    }

    private static String advice() {
        return "; check the Region, the account of the credentials and the name of the cluster";
    }

    /** Returns the last part of an ARN or a path; a plain name is returned unchanged. */
    static String last(String nameOrArn) {
        return nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1);
    }
}
