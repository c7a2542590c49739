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

/**
 * Builds AWS SDK clients for the adapters. Each call is a single attempt with a time limit, because the engine retries by
 * itself and limits each call to ten seconds. Thread-safe.
 */
public final class SdkClients {
    private static final Logger LOG = LoggerFactory.getLogger(SdkClients.class);

    /** Two requests, a read and a change, must fit into the ten seconds that the engine allows a call. */
    private static final Duration CALL = Duration.ofSeconds(4);

    private static final Duration CONNECT = Duration.ofSeconds(2);

    /** The maximum run time of a function, 15 minutes ("Lambda quotas" in the Lambda developer guide), plus some time for the answer. */
    private static final Duration INVOCATION = Duration.ofMinutes(15).plusSeconds(30);

    private SdkClients() {}

    /**
     * Configures a client whose calls make one attempt and end within 4 seconds. All other settings, including the HTTP
     * client, keep the SDK's defaults and may be changed.
     *
     * <pre>{@code
     * EcsClient ecs = SdkClients.oneAttempt(EcsClient.builder()).build();
     * }</pre>
     *
     * @param <B> the type of the builder
     * @param <C> the type of the client
     * @param builder the builder to configure
     * @return the same builder
     */
    public static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B oneAttempt(B builder) {
        return configured(builder, CALL);
    }

    /**
     * Configures a client that invokes Lambda functions: its calls make one attempt and end within 15.5 minutes. A function
     * may run for 15 minutes ("Lambda quotas" in the Lambda developer guide).
     *
     * @param <B> the type of the builder
     * @param <C> the type of the client
     * @param builder the builder to configure
     * @return the same builder
     */
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

    /**
     * Logs a warning if a client makes more than one attempt per call. Its attempts would multiply with the engine's
     * retries.
     *
     * @param client the client of an adapter
     */
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
