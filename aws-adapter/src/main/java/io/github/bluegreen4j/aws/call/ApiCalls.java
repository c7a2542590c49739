package io.github.bluegreen4j.aws.call;

import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.PortException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Makes requests of AWS, one attempt each. What AWS answers instead of a result is thrown as a {@link PortException} that says which
 * operation failed on which resource, why, and which permission is missing where AWS names it. Safe for use by many threads.
 *
 * <p>So is everything else that is thrown below: a {@code NullPointerException} out of an HTTP client, or a class that is missing on
 * the class path. Its stack is in the log. Only a {@link VirtualMachineError} (no memory, a stack overflow) and {@code ThreadDeath}
 * stay what they are: after those the process is not to be trusted, and nobody may try again.
 */
public final class ApiCalls {
    private static final Logger LOG = LoggerFactory.getLogger(ApiCalls.class);

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
        Transmission.begin();
        try {
            return attempt.get();
        } catch (PortException classified) {
            throw classified;
        } catch (SdkException expected) {
            throw new PortException(
                    ErrorClasses.problem(
                            expected, Transmission.state(), operation, resource.toString(), whenAnswerIsLost),
                    expected);
        } catch (Throwable thrown) {
            if (ErrorClasses.isFatal(thrown)) {
                throw thrown;
            }
            LOG.warn("{} on {}: a fault of the SDK, of its HTTP client or of ours", operation, resource, thrown);
            throw new PortException(
                    ErrorClasses.problem(
                            thrown, Transmission.state(), operation, resource.toString(), whenAnswerIsLost),
                    thrown);
        } finally {
            Transmission.begin();
        }
    }
}
