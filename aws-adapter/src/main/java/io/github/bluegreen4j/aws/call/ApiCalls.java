package io.github.bluegreen4j.aws.call;

import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RequestCost;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import io.github.bluegreen4j.spi.CallRunner.Urgency;
import io.github.bluegreen4j.spi.PortException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
 * Makes requests to AWS, one attempt each. An error is thrown as a {@link PortException} that names the operation, the
 * resource, the cause and, if AWS names it, the missing permission. Thread-safe.
 *
 * <p>Any other exception below the SDK, such as a {@code NullPointerException} in an HTTP client or a missing class, is
 * thrown as a {@code PortException}, too, and logged with its stack trace. Only {@link VirtualMachineError} and {@code
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

    /**
     * Creates calls of a client with the urgency {@link Urgency#GATE}.
     *
     * @param client the SDK client that sends the requests
     * @param budget limits the rate of requests
     * @return the calls
     */
    public static ApiCalls of(AwsClient client, ApiBudget budget) {
        return new ApiCalls(client, budget, Urgency.GATE, Optional.empty(), SendPermit.always());
    }

    /**
     * Returns the same calls with another urgency.
     *
     * @param newUrgency the order in the budget's queue
     * @return the calls
     */
    public ApiCalls at(Urgency newUrgency) {
        return new ApiCalls(client, budget, newUrgency, admission, permit);
    }

    /**
     * Returns the same calls for one change. Its requests are sent only while the permit is valid.
     *
     * @param newPermit the engine's permit for the change
     * @return the calls
     */
    public ApiCalls within(SendPermit newPermit) {
        return new ApiCalls(client, budget, urgency, admission, newPermit);
    }

    /** The tokens that a call took before its first request. Used by the call's thread only. */
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
     * Makes a call of several requests. It starts only when the budget has room for all of them, so that no request is
     * wasted. Further requests use the part of the burst that is not planned with; unused tokens are returned.
     *
     * @param <T> the type of the result
     * @param operation the call, for messages and for its place in the queue
     * @param resource the resource, for messages
     * @param cost the expected number of requests of each group
     * @param body makes the requests through its argument, on this thread, before it returns
     * @return the result of {@code body}
     * @throws PortException if there is no room; it says when to retry
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

    /**
     * Tells whether one more request fits now, behind everything that is queued.
     *
     * @param group the group of the request
     * @return whether it fits
     */
    public boolean hasRoom(ApiGroup group) {
        return budget.hasRoom(group, urgency);
    }

    /**
     * {@return the requests of a call beside the limits of the budget}
     *
     * @param cost how many requests of each group the call usually makes
     */
    public List<RequestCost> costs(Map<ApiGroup, Integer> cost) {
        return new TreeMap<>(cost)
                .entrySet().stream()
                        .map(part ->
                                new RequestCost(part.getKey().name(), part.getValue(), budget.perSecond(part.getKey())))
                        .toList();
    }

    /** {@return the client's Region, for example {@code eu-west-1}; empty if the client does not state it} */
    public Optional<String> region() {
        return Optional.ofNullable(client.serviceClientConfiguration())
                .map(AwsServiceClientConfiguration::region)
                .map(Region::id);
    }

    /**
     * Makes a request that changes nothing. A failure is {@code UNAVAILABLE} and may be retried, unless AWS refuses the
     * request for good.
     *
     * @param <T> the type of the answer
     * @param group the group that the request counts towards
     * @param operation AWS's name of the operation, for example {@code "ecs:DescribeServices"}
     * @param resource the resource, for messages
     * @param attempt makes the request
     * @return the answer
     * @throws PortException if there is no answer
     */
    public <T> T read(ApiGroup group, String operation, Object resource, Supplier<T> attempt) {
        return make(group, operation, resource, attempt, SendPermit.always(), Problem.Kind.UNAVAILABLE);
    }

    /**
     * Makes a request that changes something. If its answer is lost, the failure is {@code UNKNOWN}: the change may have
     * taken effect.
     *
     * @param <T> the type of the answer
     * @param group the group that the request counts towards
     * @param operation AWS's name of the operation, for example {@code "ecs:CreateTaskSet"}
     * @param resource the resource, for messages
     * @param attempt makes the request
     * @return the answer
     * @throws PortException if there is no answer, or if the permit has expired
     */
    public <T> T change(ApiGroup group, String operation, Object resource, Supplier<T> attempt) {
        return make(group, operation, resource, attempt, permit, Problem.Kind.UNKNOWN);
    }

    /**
     * Checks that an XML answer has a request id, as every answer of AWS does. A proxy's page may be XML, too; it would
     * parse as an empty answer, and the requested resource would count as deleted.
     *
     * @param <R> the type of the answer
     * @param answer the answer
     * @param operation AWS's name of the operation
     * @param resource the resource, for messages
     * @param otherwise the kind of the problem if there is no request id
     * @return the same answer
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
