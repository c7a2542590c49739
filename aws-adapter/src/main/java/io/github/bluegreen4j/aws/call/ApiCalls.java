package io.github.bluegreen4j.aws.call;

import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import io.github.bluegreen4j.spi.PortException;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.awscore.AwsServiceClientConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;

/**
 * Makes requests of AWS, one attempt each. What AWS answers instead of a result is thrown as a {@link PortException} that says which
 * operation failed on which resource, why, and which permission is missing where AWS names it. Safe for use by many threads.
 *
 * <p>Every other exception below is thrown as a {@code PortException} too: a {@code NullPointerException} of an HTTP client, or a class
 * missing on the class path. The log has its stack trace. Only {@link VirtualMachineError} (no memory, stack overflow) and {@code
 * ThreadDeath} are thrown unchanged, because the state of the process is undefined after them.
 */
public final class ApiCalls {
    private static final Logger LOG = LoggerFactory.getLogger(ApiCalls.class);

    /** The SDK's value for a missing request id. */
    private static final String UNNUMBERED = "UNKNOWN";

    private final AwsClient client;
    private final ApiBudget budget;
    private final boolean restoring;
    private final SendPermit permit;
    private final boolean recordsTransmission;

    private ApiCalls(AwsClient client, ApiBudget budget, boolean restoring, SendPermit permit) {
        this.client = client;
        this.budget = budget;
        this.restoring = restoring;
        this.permit = permit;
        this.recordsTransmission = Transmission.isPartOf(client);
    }

    /** Calls of a client within that budget. */
    public static ApiCalls of(AwsClient client, ApiBudget budget) {
        return new ApiCalls(client, budget, false, SendPermit.always());
    }

    /** The same for calls that restore production. */
    public ApiCalls restoring() {
        return new ApiCalls(client, budget, true, permit);
    }

    /** The same for one change, whose requests are sent only while that permit holds. */
    public ApiCalls within(SendPermit newPermit) {
        return new ApiCalls(client, budget, restoring, newPermit);
    }

    /** The Region that the client asks, {@code eu-west-1} for example; empty when it does not say. */
    public Optional<String> region() {
        return Optional.ofNullable(client.serviceClientConfiguration())
                .map(AwsServiceClientConfiguration::region)
                .map(Region::id);
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
        return make(group, operation, resource, attempt, SendPermit.always(), Problem.Kind.UNAVAILABLE);
    }

    /** Makes a request that changes something: when the answer is lost, nobody knows whether it took effect. */
    public <T> T change(ApiGroup group, String operation, Object resource, Supplier<T> attempt) {
        return make(group, operation, resource, attempt, permit, Problem.Kind.UNKNOWN);
    }

    /**
     * Checks that an answer in XML comes from AWS, which gives each answer a request id. A proxy's page may be XML too, and parses as
     * an empty answer: what was requested would count as gone.
     *
     * @param otherwise the kind of the problem when there is no id
     * @throws PortException of that kind
     */
    public static <R extends AwsResponse> R checked(
            R answer, String operation, Object resource, Problem.Kind otherwise) {
        if (answer.responseMetadata() == null
                || UNNUMBERED.equals(answer.responseMetadata().requestId())) {
            throw new PortException(new Problem(
                    otherwise,
                    operation,
                    resource.toString(),
                    "the answer has no request id, so it is not AWS's: a proxy may have given it"));
        }
        return answer;
    }

    private <T> T make(
            ApiGroup group,
            String operation,
            Object resource,
            Supplier<T> attempt,
            SendPermit sending,
            Problem.Kind whenAnswerIsLost) {
        sending.require(operation, resource);
        if (!budget.permits(group, restoring)) {
            throw new PortException(new Problem(
                    Problem.Kind.UNAVAILABLE,
                    operation,
                    resource.toString(),
                    "our own budget of " + group + " is used up for this second; nothing was sent"));
        }
        Transmission.begin(sending);
        try {
            return attempt.get();
        } catch (PortException classified) {
            throw classified;
        } catch (Throwable thrown) {
            if (ErrorClasses.isFatal(thrown)) {
                throw thrown;
            }
            if (!(thrown instanceof SdkException)) {
                LOG.warn(
                        "{} on {}: unexpected failure in the SDK, its HTTP client or the adapter",
                        operation,
                        resource,
                        thrown);
            }
            boolean isUnsent = recordsTransmission && !Transmission.hasBegun();
            if (isUnsent) {
                sending.require(operation, resource);
            }
            throw new PortException(
                    isUnsent || ErrorClasses.lacksCredentials(thrown)
                            ? ErrorClasses.unsent(thrown, operation, resource.toString())
                            : ErrorClasses.problem(thrown, operation, resource.toString(), whenAnswerIsLost, region()),
                    thrown);
        } finally {
            Transmission.end();
        }
    }
}
