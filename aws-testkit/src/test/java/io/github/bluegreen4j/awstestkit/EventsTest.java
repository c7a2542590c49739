package io.github.bluegreen4j.awstestkit;

import static io.github.bluegreen4j.awstestkit.WireRefusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;

class EventsTest {
    private final WireShop shop = new WireShop();

    private static PutEventsRequestEntry.Builder entry() {
        return PutEventsRequestEntry.builder()
                .source("bluegreen4j")
                .detailType("Deployment")
                .detail("{\"stage\":\"BAKE_TIME\"}")
                .resources("arn:aws:ecs:eu-west-1:123456789012:service/prod/checkout");
    }

    private PutEventsResponse put(PutEventsRequestEntry... entries) {
        return shop.events.putEvents(request -> request.entries(entries));
    }

    @Test
    void whatIsPublishedIsKept() {
        PutEventsResponse answer = put(
                entry().build(),
                entry().eventBusName("audit").detailType("Other").build());

        assertThat(answer.failedEntryCount()).isZero();
        assertThat(answer.entries())
                .allSatisfy(result -> assertThat(result.eventId()).isNotNull());
        assertThat(shop.aws.events().published()).hasSize(2);
        assertThat(shop.aws.events().published().get(0)).satisfies(event -> {
            assertThat(event.bus()).isEqualTo("default");
            assertThat(event.source()).isEqualTo("bluegreen4j");
            assertThat(event.detailType()).isEqualTo("Deployment");
            assertThat(event.detail()).isEqualTo("{\"stage\":\"BAKE_TIME\"}");
            assertThat(event.resources()).hasSize(1);
            assertThat(event.at()).isEqualTo(shop.time.now());
        });
        assertThat(shop.aws.events().published().get(1).bus()).isEqualTo("audit");
    }

    @Test
    void eachEntryIsJudgedByItself() {
        PutEventsResponse answer = put(
                entry().source("aws.ecs").build(),
                entry().detail("{no json").build(),
                entry().detailType(null).build(),
                entry().build());

        assertThat(answer.failedEntryCount()).isEqualTo(3);
        assertThat(answer.entries())
                .extracting(result -> result.errorCode())
                .containsExactly("NotAuthorizedForSourceException", "MalformedDetail", "InvalidArgument", null);
        assertThat(answer.entries().get(0).errorMessage()).isEqualTo("Not authorized for the source.");
        assertThat(shop.aws.events().published()).hasSize(1);
    }

    @Test
    void someEntriesMayBeThrottled() {
        shop.aws.events().fails(1, "ThrottlingException");
        PutEventsResponse answer = put(entry().build(), entry().build());

        assertThat(answer.failedEntryCount()).isEqualTo(1);
        assertThat(answer.entries().get(0).errorCode()).isEqualTo("ThrottlingException");
        assertThat(put(entry().build()).failedEntryCount()).isZero();
    }

    @Test
    void whatIsTooMuchIsRefused() {
        PutEventsRequestEntry[] eleven =
                Collections.nCopies(11, entry().build()).toArray(new PutEventsRequestEntry[0]);
        refused(() -> put(eleven), "ValidationException", "less than or equal to 10");
        refused(
                () -> put(entry().detail("{\"a\":\"" + "x".repeat(256 * 1024) + "\"}")
                        .build()),
                "ValidationException",
                "Total size of the entries in the request is over the limit.");
        refused(() -> put(entry().source(null).build()), "ValidationException", "Source");
        assertThat(shop.aws.events().published()).isEmpty();
    }
}
