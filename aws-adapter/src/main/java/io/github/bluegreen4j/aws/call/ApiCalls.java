package io.github.bluegreen4j.aws.call;

import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import io.github.bluegreen4j.spi.CallRunner.Urgency;
import io.github.bluegreen4j.spi.PortException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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
    private final Urgency urgency;
    private final Optional<Admission> admission;
    private final SendPermit permit;
    private final boolean recordsTransmission;

    private ApiCalls(
            AwsClient client, ApiBudget budget, Urgency urgency, Optional<Admission> admission, SendPermit permit) {
        this.client = client;
        this.budget = budget;
        this.urgency = urgency;
        this.admission = admission;
        this.permit = permit;
        this.recordsTransmission = Transmission.isPartOf(client);
    }

    /** Calls of a client within that budget. */
    public static ApiCalls of(AwsClient client, ApiBudget budget) {
        return new ApiCalls(client, budget, Urgency.GATE, Optional.empty(), SendPermit.always());
    }

    /** The same for calls of that urgency. */
    public ApiCalls at(Urgency newUrgency) {
        return new ApiCalls(client, budget, newUrgency, admission, permit);
    }

    /** The same for one change, whose requests are sent only while that permit holds. */
    public ApiCalls within(SendPermit newPermit) {
        return new ApiCalls(client, budget, urgency, admission, newPermit);
    }

    /** The tokens of one call that were taken before its first request. Confined to the call's thread. */
    private static final class Admission {
        private final Map<ApiGroup, Integer> left;

        Admission(Map<ApiGroup, Integer> taken) {
            left = new EnumMap<>(taken);
        }

        boolean uses(ApiGroup group) {
            int count = left.getOrDefault(group, 0);
            if (count > 0) {
                left.put(group, count - 1);
            }
            return count > 0;
        }
    }

    /**
     * Makes a call of several requests as a whole: it begins when the budget has room for all of them, so that none is made in vain.
     * Requests beyond those are drawn from the part of the burst that is not planned with. What is not needed is given back.
     *
     * @param operation the call, for humans and for its place in the line
     * @param resource what it is about
     * @param cost how many requests of which groups it is expected to make
     * @param body makes the requests with what it is given; on this thread, and not later
     * @throws PortException that says when to make it again, if there is no room
     */
    public <T> T within(String operation, Object resource, Map<ApiGroup, Integer> cost, Function<ApiCalls, T> body) {
        budget.take(cost, operation + " " + resource, urgency).ifPresent(again -> {
            throw later(cost.keySet(), operation, resource, again);
        });
        Admission taken = new Admission(cost);
        try {
            return body.apply(new ApiCalls(client, budget, urgency, Optional.of(taken), permit));
        } finally {
            taken.left.forEach(budget::giveBack);
        }
    }

    private static PortException later(Object group, String operation, Object resource, Duration again) {
        return PortException.later(
                new Problem(
                        Problem.Kind.UNAVAILABLE,
                        operation,
                        resource.toString(),
                        "our own budget of " + group + " has no room for it yet; nothing was sent"),
                again);
    }

    /** Whether one more request of a group fits now, beside everything that waits. */
    public boolean hasRoom(ApiGroup group) {
        return budget.hasRoom(group, urgency);
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

    private void admit(ApiGroup group, String operation, Object resource) {
        boolean isAdmitted = admission.isPresent() && (admission.get().uses(group) || budget.overdraw(group));
        if (!isAdmitted) {
            budget.take(Map.of(group, 1), operation + " " + resource, urgency).ifPresent(again -> {
                throw later(group, operation, resource, again);
            });
        }
    }

    private <T> T make(
            ApiGroup group,
            String operation,
            Object resource,
            Supplier<T> attempt,
            SendPermit sending,
            Problem.Kind whenAnswerIsLost) {
        sending.require(operation, resource);
        admit(group, operation, resource);
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
