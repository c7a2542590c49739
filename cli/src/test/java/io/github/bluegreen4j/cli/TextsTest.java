package io.github.bluegreen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.ServiceRef;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TextsTest {
    @Test
    void aDurationIsShortOrIso() {
        assertThat(Texts.duration("250ms")).contains(Duration.ofMillis(250));
        assertThat(Texts.duration("30s")).contains(Duration.ofSeconds(30));
        assertThat(Texts.duration("10m")).contains(Duration.ofMinutes(10));
        assertThat(Texts.duration("2H")).contains(Duration.ofHours(2));
        assertThat(Texts.duration("1d")).contains(Duration.ofDays(1));
        assertThat(Texts.duration("PT1H30M")).contains(Duration.ofMinutes(90));
        assertThat(Texts.duration("10")).isEmpty();
        assertThat(Texts.duration("soon")).isEmpty();
    }

    @Test
    void theClusterOfAServiceMayBeAnArn() {
        String arn = "arn:aws:ecs:eu-west-1:123456789012:cluster/prod";
        assertThat(Texts.service(arn + "/checkout")).contains(new ServiceRef(arn, "checkout"));
        assertThat(Texts.service("prod/checkout")).contains(new ServiceRef("prod", "checkout"));
        assertThat(Texts.service("checkout")).isEmpty();
        assertThat(Texts.service("prod/")).isEmpty();
    }

    @Test
    void aWordMayBeWrittenInSmallLettersWithDashes() {
        assertThat(Texts.word(LifecycleStage.class, "pre-scale-up")).contains(LifecycleStage.PRE_SCALE_UP);
        assertThat(Texts.word(LifecycleStage.class, "never")).isEmpty();
    }
}
