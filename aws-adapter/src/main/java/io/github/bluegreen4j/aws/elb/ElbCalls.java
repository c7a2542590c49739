package io.github.bluegreen4j.aws.elb;

import io.github.bluegreen4j.aws.call.ApiCalls;
import io.github.bluegreen4j.aws.call.ApiGroup;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import io.github.bluegreen4j.spi.CallRunner.Urgency;
import io.github.bluegreen4j.spi.PortException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.AwsResponse;

/** Calls Elastic Load Balancing. Checks that each answer comes from AWS and each ARN is in the client's Region. */
record ElbCalls(ApiCalls calls) {
    private static final Pattern REGION = Pattern.compile("arn:[\\w-]+:elasticloadbalancing:([\\w-]+):.+");

    ElbCalls at(Urgency urgency) {
        return new ElbCalls(calls.at(urgency));
    }

    /** Makes a call of several requests when the budget has room for all of them. */
    <T> T within(String operation, String resource, Map<ApiGroup, Integer> cost, Function<ElbCalls, T> body) {
        return calls.within(
                "elasticloadbalancing " + operation, resource, cost, within -> body.apply(new ElbCalls(within)));
    }

    ElbCalls within(SendPermit permit) {
        return new ElbCalls(calls.within(permit));
    }

    <R extends AwsResponse> R read(String operation, Object resource, Supplier<R> attempt) {
        String name = "elasticloadbalancing:" + operation;
        R answer = calls.read(ApiGroup.ELB_READ, name, resource, attempt);
        return ApiCalls.checked(answer, name, resource, Problem.Kind.UNAVAILABLE);
    }

    /** Reads one resource by its ARN. */
    <R extends AwsResponse, T> T readOne(
            String operation, String arn, Supplier<R> attempt, Function<R, List<T>> found) {
        return found.apply(read(operation, arn, attempt)).stream()
                .findFirst()
                .orElseThrow(() -> new PortException(
                        new Problem(Problem.Kind.GONE, "elasticloadbalancing:" + operation, arn, "it does not exist")));
    }

    <R extends AwsResponse> void change(String operation, String resource, Supplier<R> attempt) {
        String name = "elasticloadbalancing:" + operation;
        R answer = calls.change(ApiGroup.ELB_MODIFY, name, resource, attempt);
        ApiCalls.checked(answer, name, resource, Problem.Kind.UNKNOWN);
    }

    /** Refuses an ARN in another Region, because Elastic Load Balancing would only report it as missing. */
    void checkRegion(String field, String arn) {
        Matcher parts = REGION.matcher(arn);
        calls.region()
                .filter(asked -> parts.matches() && !asked.equals(parts.group(1)))
                .ifPresent(asked -> {
                    throw new PortException(new Problem(
                            Problem.Kind.REFUSED,
                            "elasticloadbalancing",
                            arn,
                            field + ": \"" + arn + "\" is not allowed; allowed: an ARN of Region " + asked
                                    + ", which this client asks"));
                });
    }
}
