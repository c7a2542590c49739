package io.github.bluegreen4j.verification;

import io.github.bluegreen4j.aws.SdkClients;
import io.github.bluegreen4j.aws.call.ApiBudget;
import io.github.bluegreen4j.aws.call.ApiGroup;
import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.spi.TimeSource;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.regions.Region;

/** What adapters need to speak to a fake AWS in virtual time: clients, a clock and a budget. */
final class FakeAwsClients {
    private FakeAwsClients() {}

    static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C of(FakeAws aws, B builder) {
        B oneAttempt = SdkClients.oneAttempt(builder);
        return oneAttempt
                // The fake answers at once. Each time-out of each of the thousands of clients would have a thread.
                .overrideConfiguration(oneAttempt.overrideConfiguration().toBuilder()
                        .apiCallTimeout(null)
                        .apiCallAttemptTimeout(null)
                        .build())
                .httpClientBuilder(null)
                .httpClient(aws.httpClient())
                .region(Region.of(aws.arns().region()))
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .build();
    }

    static TimeSource timeOf(SimulatedWorld world) {
        return new TimeSource() {
            @Override
            public Instant wall() {
                return world.view().now();
            }

            @Override
            public long nanos() {
                return Duration.between(Instant.EPOCH, wall()).toNanos();
            }
        };
    }

    /** A budget that never makes a request wait. */
    static ApiBudget budget(SimulatedWorld world) {
        Map<ApiGroup, Integer> rates =
                Stream.of(ApiGroup.values()).collect(Collectors.toMap(group -> group, group -> 100_000));
        return ApiBudget.of(rates, timeOf(world));
    }
}
