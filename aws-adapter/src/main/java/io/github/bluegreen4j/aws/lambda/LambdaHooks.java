package io.github.bluegreen4j.aws.lambda;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.bluegreen4j.aws.SdkClients;
import io.github.bluegreen4j.aws.arn.EcsArns;
import io.github.bluegreen4j.aws.call.ApiBudget;
import io.github.bluegreen4j.aws.call.ApiCalls;
import io.github.bluegreen4j.aws.call.ApiGroup;
import io.github.bluegreen4j.model.HookInvocation;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.CallRunner.Urgency;
import io.github.bluegreen4j.spi.LifecycleHook;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.PreflightCheck;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/**
 * Invokes Lambda functions as lifecycle hooks. Payload and answer are those of ECS's own hooks ("Lambda lifecycle hooks" in
 * the ECS developer guide), so a function that decides from its payload works unchanged. Pass it to the engine's builder as
 * {@code lambdaHooks}. Thread-safe.
 *
 * <pre>{@code
 * LambdaHooks.create(SdkClients.oneLongAttempt(LambdaClient.builder()).build())
 * }</pre>
 *
 * <p>The ARNs of the service deployment and of service revisions in the payload are synthetic. A function that calls ECS
 * with them fails, because ECS has no such objects with the deployment controller {@code EXTERNAL}. Their last part is the
 * deployment's id or the task set's number. While green does not exist, {@code targetServiceRevisionArn} has the deployment's
 * id. Account and Region are those of the cluster if the service's reference has its ARN, otherwise those of the function.
 * At the rollback stages, which ECS does not have, the payload has a field {@code rollbackReason}, too.
 *
 * <p>A function that throws counts as failed. An answer that does not follow the contract is invalid, which counts as
 * failed, too. If the function cannot be invoked (throttled, unreachable, no permission), a {@link PortException} is thrown,
 * and the engine retries a few times.
 */
public final class LambdaHooks implements LifecycleHook {
    private static final Pattern FUNCTION = Pattern.compile("arn:[\\w-]+:lambda:[\\w-]+:\\d{12}:function:.+");

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final LambdaClient client;
    private final ApiCalls calls;
    private final HookPayload payload = new HookPayload(JSON);
    private final HookAnswer answer = new HookAnswer(JSON);

    private LambdaHooks(LambdaClient client, ApiCalls calls) {
        this.client = client;
        this.calls = calls;
    }

    /**
     * Creates hooks with the default budget.
     *
     * @param client makes one attempt of up to 15 minutes per call, see {@link SdkClients#oneLongAttempt}
     * @return the hooks
     */
    public static LambdaHooks create(LambdaClient client) {
        return create(client, ApiBudget.ofDefaults());
    }

    /**
     * Creates hooks.
     *
     * @param client makes one attempt of up to 15 minutes per call, see {@link SdkClients#oneLongAttempt}
     * @param budget limits the rate of requests; adapters may share one
     * @return the hooks
     */
    public static LambdaHooks create(LambdaClient client, ApiBudget budget) {
        SdkClients.reportRetries(client);
        return new LambdaHooks(client, ApiCalls.of(client, budget));
    }

    @Override
    public HookResult invoke(HookInvocation invocation) {
        String function = function(invocation.hook());
        String request =
                payload.of(invocation, arns(invocation.service(), function)).toString();
        InvokeResponse response = calls.change(
                ApiGroup.LAMBDA_INVOKE,
                "lambda:InvokeFunction",
                function,
                () -> client.invoke(call -> call.functionName(function)
                        .invocationType(InvocationType.REQUEST_RESPONSE)
                        .payload(SdkBytes.fromUtf8String(request))));
        // An answer that is not UTF-8 is invalid, not an error of the call.
        String text = response.payload() == null
                ? ""
                : new String(response.payload().asByteArrayUnsafe(), StandardCharsets.UTF_8);
        return response.functionError() == null
                ? answer.of(text, invocation.details())
                : answer.ofError(response.functionError(), text);
    }

    /**
     * {@inheritDoc}
     *
     * <p>{@code hook-functions} makes a dry run of each function of the deployment: it finds a function that does not exist, and
     * a missing permission to invoke it. A dry run invokes nothing.
     */
    @Override
    public List<PreflightCheck> preflightChecks() {
        return List.of(new FunctionCheck(this::dryRun));
    }

    private void dryRun(String function) {
        calls.at(Urgency.START)
                .read(
                        ApiGroup.LAMBDA_INVOKE,
                        "lambda:InvokeFunction",
                        function,
                        () -> client.invoke(
                                call -> call.functionName(function).invocationType(InvocationType.DRY_RUN)));
    }

    private static String function(HookSpec hook) {
        return switch (hook.kind()) {
            case LAMBDA -> ((HookSpec.Lambda) hook).functionArn();
            case NAMED, PAUSE -> throw refused(hook.name(), "is not a Lambda hook");
        };
    }

    /** Takes account and Region from the cluster's ARN, otherwise from the function's. */
    private static EcsArns arns(ServiceRef service, String function) {
        if (!FUNCTION.matcher(function).matches()) {
            throw notAFunction(function);
        }
        return EcsArns.beside(service.cluster())
                .or(() -> EcsArns.beside(function))
                .orElseThrow(() -> notAFunction(function));
    }

    private static PortException notAFunction(String function) {
        return refused(
                function,
                "is not allowed; allowed: the ARN of a function, arn:aws:lambda:REGION:ACCOUNT:function:NAME");
    }

    private static PortException refused(String value, String why) {
        return new PortException(new Problem(
                Problem.Kind.REFUSED, "lambda:InvokeFunction", value, "hooks.functionArn: \"" + value + "\" " + why));
    }
}
