package io.github.bluegreen4j.aws;

import io.github.bluegreen4j.aws.call.Transmission;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/** Clients of the SDK as the adapters want them: one call is one attempt, and it ends in time. */
public final class SdkClients {
    private static final Logger LOG = LoggerFactory.getLogger(SdkClients.class);

    /** Within the ten seconds that the engine gives a call: two requests, the first of which reads. */
    private static final Duration CALL = Duration.ofSeconds(4);

    private static final Duration CONNECT = Duration.ofSeconds(2);

    /** A function may take 15 minutes ("Lambda quotas" in the Lambda developer guide), and its answer some time more. */
    private static final Duration INVOCATION = Duration.ofMinutes(15).plusSeconds(30);

    private SdkClients() {}

    /**
     * The builder of a client whose calls are one attempt and end within 4 seconds: everything else is as the SDK has it by
     * default, and may be changed, the HTTP client too.
     *
     * <pre>{@code
     * EcsClient ecs = SdkClients.oneAttempt(EcsClient.builder()).build();
     * }</pre>
     */
    public static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B oneAttempt(B builder) {
        return configured(builder, CALL);
    }

    /** The same for a client that invokes functions: a call may take 15 minutes and a half. */
    public static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B oneLongAttempt(B builder) {
        return configured(builder, INVOCATION);
    }

    private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B configured(
            B builder, Duration longest) {
        return builder.httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(longest))
                .overrideConfiguration(config -> config.retryStrategy(AwsRetryStrategy.doNotRetry())
                        .addExecutionInterceptor(new Transmission())
                        .apiCallAttemptTimeout(longest)
                        .apiCallTimeout(longest));
    }

    /** Reports a client that tries again by itself: its attempts multiply with the engine's. */
    public static void reportRetries(AwsClient client) {
        int attempts = attempts(client);
        if (attempts > 1) {
            LOG.warn(
                    "{}: this client makes up to {} attempts a call, behind the engine's back and budget; build it with"
                            + " SdkClients.oneAttempt",
                    client.serviceName(),
                    attempts);
        }
    }

    static int attempts(AwsClient client) {
        return Optional.ofNullable(client.serviceClientConfiguration())
                .flatMap(config -> config.overrideConfiguration().retryStrategy())
                .map(strategy -> strategy.maxAttempts())
                .orElse(1);
    }
}
