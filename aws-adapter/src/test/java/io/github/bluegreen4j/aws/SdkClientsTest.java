package io.github.bluegreen4j.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.EcsClientBuilder;
import software.amazon.awssdk.services.lambda.LambdaClient;

class SdkClientsTest {
    private static EcsClient built(EcsClientBuilder builder) {
        return builder.region(Region.EU_WEST_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .build();
    }

    @Test
    void aClientThatWeBuildMakesOneAttemptAndEndsInTime() {
        try (EcsClient client = built(SdkClients.oneAttempt(EcsClient.builder()))) {
            assertThat(SdkClients.attempts(client)).isEqualTo(1);
            assertThat(client.serviceClientConfiguration()
                            .overrideConfiguration()
                            .apiCallTimeout())
                    .contains(Duration.ofSeconds(4));
        }
    }

    @Test
    void aClientThatTriesAgainByItselfIsNoticed() {
        try (EcsClient client = built(EcsClient.builder())) {
            assertThat(SdkClients.attempts(client)).isGreaterThan(1);
        }
    }

    @Test
    void anInvocationMayTakeAsLongAsLambdaAllows() {
        try (LambdaClient client = SdkClients.oneLongAttempt(LambdaClient.builder())
                .region(Region.EU_WEST_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .build()) {
            assertThat(client.serviceClientConfiguration()
                            .overrideConfiguration()
                            .apiCallTimeout())
                    .hasValueSatisfying(longest -> assertThat(longest).isGreaterThan(Duration.ofMinutes(15)));
        }
    }
}
