package io.github.bluegreen4j.aws;

import io.github.bluegreen4j.awstestkit.FakeAws;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;

/** Real clients of the SDK that speak to a fake AWS. */
public final class FakeClients {
    private static final Duration BUSY_MACHINE = Duration.ofMinutes(2);

    /** Shared, since tests make thousands of clients. */
    private static final ScheduledExecutorService TIMERS = Executors.newScheduledThreadPool(1, task -> {
        Thread timer = new Thread(task, "client timers");
        timer.setDaemon(true);
        return timer;
    });

    private FakeClients() {}

    public static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C of(FakeAws aws, B builder) {
        return of(aws, aws.httpClient(), builder);
    }

    /** One with something between it and the fake. */
    public static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C of(
            FakeAws aws, SdkHttpClient between, B builder) {
        B oneAttempt = SdkClients.oneAttempt(builder);
        // The machine's clock decides nothing in virtual time: on a busy machine a first call takes longer than 4 s.
        return oneAttempt
                .overrideConfiguration(oneAttempt.overrideConfiguration().toBuilder()
                        .apiCallTimeout(BUSY_MACHINE)
                        .apiCallAttemptTimeout(BUSY_MACHINE)
                        .scheduledExecutorService(TIMERS)
                        .build())
                .httpClientBuilder(null)
                .httpClient(between)
                .region(Region.of(aws.arns().region()))
                // The fake checks no signature, and to make one costs a tenth of a request.
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .build();
    }
}
