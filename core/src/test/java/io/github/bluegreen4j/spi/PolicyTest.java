package io.github.bluegreen4j.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.PolicyAnswer;
import io.github.bluegreen4j.model.PolicyRequest;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The policies that come with the library. Berlin's clocks go forward on 29 March 2026 at 2:00 and back on 25 October at 3:00. */
class PolicyTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final DeploymentSpec SPEC = DeploymentSpec.blueGreen(new ServiceRef("prod", "shop"))
            .revision("shop:2")
            .productionRoute("web")
            .targetGroups("one", "two")
            .build();

    private static PolicyRequest request(String at, boolean production, int step) {
        return new PolicyRequest(
                Instant.parse(at),
                new DeploymentId("d-1"),
                SPEC,
                new RouteRef("web"),
                production,
                Percent.of(10),
                step,
                Optional.empty());
    }

    private static PolicyAnswer ask(Policy policy, String at) {
        return policy.ask(request(at, true, 1));
    }

    private static FreezeWindows frozen(String from, String until) {
        return Policy.freeze(BERLIN).window("Easter", LocalDateTime.parse(from), LocalDateTime.parse(until));
    }

    private static void refuses(Policy policy, String at, String until) {
        PolicyAnswer answer = ask(policy, at);
        assertThat(answer.kind()).as(at).isEqualTo(PolicyAnswer.Kind.NO);
        assertThat(answer.until()).as(at).contains(Instant.parse(until));
    }

    private static void allows(Policy policy, String at) {
        assertThat(ask(policy, at)).as(at).isEqualTo(PolicyAnswer.yes());
    }

    @Test
    void aFreezeWindowIsInLocalTime() {
        Policy freeze = frozen("2026-04-03T00:00", "2026-04-07T08:00");

        allows(freeze, "2026-04-02T21:59:59Z");
        refuses(freeze, "2026-04-02T22:00:00Z", "2026-04-07T06:00:00Z");
        assertThat(ask(freeze, "2026-04-05T12:00:00Z").toString())
                .isEqualTo("Easter is a freeze window, until 2026-04-07T06:00:00Z");
        allows(freeze, "2026-04-07T06:00:00Z");
        assertThat(freeze.ask(request("2026-04-05T12:00:00Z", false, 0))).isEqualTo(PolicyAnswer.yes());
    }

    @Test
    void aFreezeWindowOverASpringNightIsAnHourShorter() {
        Policy freeze = frozen("2026-03-28T20:00", "2026-03-29T08:00");

        refuses(freeze, "2026-03-28T19:00:00Z", "2026-03-29T06:00:00Z");
        allows(freeze, "2026-03-29T06:00:00Z");
    }

    @Test
    void aFreezeWindowInTheHourThatDoesNotExistMovesOn() {
        Policy freeze = frozen("2026-03-29T02:30", "2026-03-29T06:00");

        allows(freeze, "2026-03-29T01:29:59Z"); // 3:29 in summer time
        refuses(freeze, "2026-03-29T01:30:00Z", "2026-03-29T04:00:00Z");
    }

    @Test
    void aFreezeWindowInTheHourThatComesTwiceCoversBoth() {
        Policy freeze = frozen("2026-10-25T02:15", "2026-10-25T02:45");

        allows(freeze, "2026-10-25T00:14:59Z");
        refuses(freeze, "2026-10-25T00:15:00Z", "2026-10-25T01:45:00Z");
        refuses(freeze, "2026-10-25T00:50:00Z", "2026-10-25T01:45:00Z");
        allows(freeze, "2026-10-25T01:45:00Z");
    }

    @Test
    void windowsThatFollowOneAnotherThawTogether() {
        Policy freeze = frozen("2026-04-03T00:00", "2026-04-05T00:00")
                .window("inventory", LocalDateTime.parse("2026-04-04T12:00"), LocalDateTime.parse("2026-04-06T00:00"));

        refuses(freeze, "2026-04-03T12:00:00Z", "2026-04-05T22:00:00Z");
        assertThatThrownBy(() -> frozen("2026-04-03T00:00", "2026-04-03T00:00"))
                .hasMessageContaining("until: \"2026-04-03T00:00\"");
    }

    @Test
    void businessHoursAreInLocalTime() {
        Policy hours = Policy.businessHours(BERLIN);

        refuses(hours, "2026-06-01T06:59:59Z", "2026-06-01T07:00:00Z"); // a Monday
        allows(hours, "2026-06-01T07:00:00Z");
        allows(hours, "2026-06-01T14:59:59Z");
        refuses(hours, "2026-06-01T15:00:00Z", "2026-06-02T07:00:00Z");
        refuses(hours, "2026-06-05T15:00:00Z", "2026-06-08T07:00:00Z"); // over a weekend
        assertThat(hours.ask(request("2026-06-06T12:00:00Z", false, 0))).isEqualTo(PolicyAnswer.yes());
    }

    @Test
    void businessHoursOpenAtTheSameLocalTimeAfterTheClocksAreChanged() {
        Policy hours = Policy.businessHours(BERLIN);

        refuses(hours, "2026-03-27T16:00:00Z", "2026-03-30T07:00:00Z"); // closes in winter time, opens in summer time
        refuses(hours, "2026-10-23T15:00:00Z", "2026-10-26T08:00:00Z");
    }

    @Test
    void businessHoursInTheNightOfTheChange() {
        Policy hours = Policy.businessHours(BERLIN)
                .days(Set.of(DayOfWeek.SUNDAY))
                .hours(LocalTime.of(2, 0), LocalTime.of(3, 0));

        refuses(hours, "2026-03-29T00:59:59Z", "2026-03-29T01:00:00Z"); // the hour does not exist: it is 3:00 then
        refuses(hours, "2026-03-29T01:00:00Z", "2026-04-05T00:00:00Z");
        allows(hours, "2026-10-25T00:30:00Z");
        allows(hours, "2026-10-25T01:30:00Z");
        refuses(hours, "2026-10-25T02:00:00Z", "2026-11-01T01:00:00Z");
    }

    @Test
    void holidaysAreClosed() {
        Policy hours = Policy.businessHours(BERLIN).closedOn(LocalDate.parse("2026-06-01"));

        refuses(hours, "2026-06-01T10:00:00Z", "2026-06-02T07:00:00Z");
        assertThatThrownBy(() -> Policy.businessHours(BERLIN).hours(LocalTime.NOON, LocalTime.NOON))
                .hasMessageContaining("a time after 12:00");
        assertThatThrownBy(() -> Policy.businessHours(BERLIN).days(Set.of())).hasMessageContaining("at least one day");
    }

    @Test
    void atMostSoManyAtOnce() {
        int[] others = {2};
        Policy atMost = Policy.atMost(3, asked -> others[0]);

        allows(atMost, "2026-06-01T10:00:00Z");
        others[0] = 3;
        assertThat(ask(atMost, "2026-06-01T10:00:00Z").toString())
                .isEqualTo("3 other deployments are under way, and 3 may be at once");
        assertThat(atMost.ask(request("2026-06-01T10:00:00Z", true, 2)))
                .as("it has its place")
                .isEqualTo(PolicyAnswer.yes());
        assertThat(atMost.ask(request("2026-06-01T10:00:00Z", false, 0))).isEqualTo(PolicyAnswer.yes());
        assertThatThrownBy(() -> Policy.atMost(0, asked -> 0)).hasMessageContaining("most: \"0\"");
    }

    @Test
    void anErrorBudgetMustBeLeftAndKnown() {
        Double[] left = {0.5};
        Policy budget = Policy.errorBudget(0.25, () -> left[0]);

        allows(budget, "2026-06-01T10:00:00Z");
        left[0] = 0.2;
        assertThat(ask(budget, "2026-06-01T10:00:00Z").toString())
                .isEqualTo("20.0 % of the error budget is left, and 25.0 % must be");
        left[0] = Double.NaN;
        assertThat(ask(budget, "2026-06-01T10:00:00Z").kind()).isEqualTo(PolicyAnswer.Kind.UNKNOWN);
        assertThatThrownBy(() -> Policy.errorBudget(1.5, () -> 1.0)).hasMessageContaining("0 to 1");
    }

    @Test
    void aNoSaysWhy() {
        assertThatThrownBy(() -> PolicyAnswer.no(" ")).hasMessageContaining("policyAnswer.reason");
        assertThat(PolicyAnswer.unknown("the source is away").toString()).isEqualTo("unknown: the source is away");
    }
}
