package io.github.bluegreen4j.aws.call;

import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.PortException;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Makes requests of AWS, one attempt each. What AWS answers instead of a result is thrown as a {@link PortException} that says which
 * operation failed on which resource, why, and which permission is missing where AWS names it. Safe for use by many threads.
 */
public final class ApiCalls {
    private final ApiBudget budget;
    private final boolean restoring;

    private ApiCalls(ApiBudget budget, boolean restoring) {
        this.budget = budget;
        this.restoring = restoring;
    }

    /** Calls within that budget. */
    public static ApiCalls within(ApiBudget budget) {
        return new ApiCalls(budget, false);
    }

    /** The same for calls that restore production. */
    public ApiCalls restoring() {
        return new ApiCalls(budget, true);
    }

    /**
     * Makes a request that changes nothing: whatever fails may be tried again, unless it is refused for good.
     *
     * @param group what it is counted as
     * @param operation AWS's own name of it, {@code "ecs:DescribeServices"} for example
     * @param resource what it is about, for humans
     * @param attempt makes it
     */
    public <T> T read(ApiGroup group, String operation, Object resource, Supplier<T> attempt) {
        return make(group, operation, resource, attempt, Problem.Kind.UNAVAILABLE);
    }

    /** Makes a request that changes something: when the answer is lost, nobody knows whether it took effect. */
    public <T> T change(ApiGroup group, String operation, Object resource, Supplier<T> attempt) {
        return make(group, operation, resource, attempt, Problem.Kind.UNKNOWN);
    }

    private <T> T make(
            ApiGroup group, String operation, Object resource, Supplier<T> attempt, Problem.Kind whenAnswerIsLost) {
        if (!budget.permits(group, restoring)) {
            throw new PortException(new Problem(
                    Problem.Kind.UNAVAILABLE,
                    operation,
                    resource.toString(),
                    "our own budget of " + group + " is used up for this second; nothing was sent"));
        }
        try {
            return attempt.get();
        } catch (SdkException thrown) {
            throw new PortException(
                    ErrorClasses.problem(thrown, operation, resource.toString(), whenAnswerIsLost), thrown);
        }
    }
}
