package io.github.bluegreen4j.model;

import static io.github.bluegreen4j.model.SpecRefusals.faultsOf;
import static io.github.bluegreen4j.model.SpecRefusals.fieldsRefusedBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrafficSplitTest {
    private static final TargetGroupRef BLUE = new TargetGroupRef("blue-tg");
    private static final TargetGroupRef GREEN = new TargetGroupRef("green-tg");
    private static final TargetGroupRef OTHER = new TargetGroupRef("other-tg");

    @ParameterizedTest
    @CsvSource({
        "0, blue-tg=100 green-tg=0",
        "0.1, blue-tg=999 green-tg=1",
        "5, blue-tg=950 green-tg=50",
        "33.3, blue-tg=667 green-tg=333",
        "99.9, blue-tg=1 green-tg=999",
        "100, blue-tg=0 green-tg=100"
    })
    void a_share_becomes_integer_weights(double share, String split) {
        assertThat(TrafficSplit.of(BLUE, GREEN, Percent.of(share))).hasToString(split);
    }

    @Property
    void every_share_is_written_exactly_and_lists_both_groups(@ForAll @IntRange(max = 1000) int tenths) {
        TrafficSplit split = TrafficSplit.of(BLUE, GREEN, new Percent(tenths));

        assertThat(split.shareOf(GREEN)).isCloseTo(tenths / 10.0, within(1e-9));
        assertThat(split.shareOf(GREEN) + split.shareOf(BLUE)).isCloseTo(100, within(1e-9));
        assertThat(split.groups()).containsExactly(BLUE, GREEN);
        assertThat(split.weights().values()).allMatch(weight -> weight >= 0 && weight <= 999);
        assertThat(split.isAllOn(GREEN)).isEqualTo(tenths == 1000);
        assertThat(split.isAllOn(BLUE)).isEqualTo(tenths == 0);
    }

    @Test
    void all_on_one_group_still_lists_the_other() {
        TrafficSplit split = TrafficSplit.allOn(GREEN, BLUE);

        assertThat(split.isAllOn(GREEN)).isTrue();
        assertThat(split.isAllOn(BLUE)).isFalse();
        assertThat(split.weighted()).containsExactly(GREEN).isUnmodifiable();
        assertThat(split.lists(BLUE)).isTrue();
        assertThat(split.weightOf(BLUE)).isZero();
        assertThat(split.weightOf(GREEN)).isEqualTo(100);
    }

    @Test
    void a_group_that_is_not_listed_has_no_weight() {
        TrafficSplit split = TrafficSplit.allOn(GREEN, BLUE);

        assertThat(split.lists(OTHER)).isFalse();
        assertThat(split.weightOf(OTHER)).isZero();
        assertThat(split.shareOf(OTHER)).isZero();
        assertThat(split.isAllOn(OTHER)).isFalse();
    }

    @Test
    void nothing_is_all_on_a_group_when_no_group_has_weight() {
        TrafficSplit split = new TrafficSplit(Map.of(BLUE, 0, GREEN, 0));

        assertThat(split.isAllOn(BLUE)).isFalse();
        assertThat(split.shareOf(BLUE)).isZero();
        assertThat(split.weighted()).isEmpty();
    }

    @Test
    void a_third_group_with_weight_is_seen() {
        TrafficSplit split = new TrafficSplit(Map.of(BLUE, 0, GREEN, 60, OTHER, 20));

        assertThat(split.isAllOn(GREEN)).isFalse();
        assertThat(split.weighted()).containsExactly(GREEN, OTHER);
        assertThat(split.shareOf(GREEN)).isEqualTo(75);
    }

    @Test
    void it_keeps_a_copy_that_cannot_be_changed() {
        Map<TargetGroupRef, Integer> weights = new HashMap<>(Map.of(BLUE, 1));
        TrafficSplit split = new TrafficSplit(weights);
        weights.put(GREEN, 1);

        assertThat(split.weights()).isEqualTo(Map.of(BLUE, 1)).isUnmodifiable();
        assertThat(split.groups()).isUnmodifiable();
    }

    @Test
    void two_roles_for_one_group_are_refused() {
        assertThat(faultsOf(() -> TrafficSplit.of(BLUE, BLUE, Percent.ZERO)))
                .containsExactly("split: \"blue-tg twice\" is not allowed; allowed: two different target groups");
        assertThat(fieldsRefusedBy(() -> TrafficSplit.of(BLUE, BLUE, new Percent(500))))
                .containsExactly("split");
    }

    @Test
    void weights_are_0_to_999() {
        assertThat(faultsOf(() -> new TrafficSplit(new TreeMap<>(Map.of(BLUE, 1000, GREEN, -1)))))
                .containsExactly(
                        "split[blue-tg]: \"1000\" is not allowed; allowed: a target group with 0 to 999",
                        "split[green-tg]: \"-1\" is not allowed; allowed: a target group with 0 to 999");
        assertThat(new TrafficSplit(Map.of(BLUE, 999)).weightOf(BLUE)).isEqualTo(999);
    }

    @Test
    void a_split_has_1_to_5_groups() {
        Map<TargetGroupRef, Integer> weights = new HashMap<>();
        assertThat(faultsOf(() -> new TrafficSplit(weights)))
                .containsExactly("split: \"0 target groups\" is not allowed; allowed: 1 to 5");
        for (int i = 0; i < 5; i++) {
            weights.put(new TargetGroupRef("tg-" + i), i);
        }
        assertThat(new TrafficSplit(weights).groups()).hasSize(5);
        weights.put(OTHER, 0);
        assertThat(fieldsRefusedBy(() -> new TrafficSplit(weights))).containsExactly("split");
    }

    @Property
    void a_split_gives_a_share_exactly_when_it_equals_the_split_of_that_share(
            @ForAll @IntRange(max = 1000) int share, @ForAll @IntRange(max = 1000) int other) {
        TrafficSplit split = TrafficSplit.of(BLUE, GREEN, new Percent(share));

        assertThat(split.gives(BLUE, GREEN, new Percent(share))).isTrue();
        assertThat(split.gives(BLUE, GREEN, new Percent(other))).isEqualTo(share == other);
        assertThat(split.gives(GREEN, BLUE, new Percent(other)))
                .isEqualTo(split.equals(TrafficSplit.of(GREEN, BLUE, new Percent(other))));
        assertThat(split.gives(BLUE, OTHER, new Percent(share))).isFalse();
    }

    @Test
    void a_split_of_three_groups_gives_no_share() {
        TrafficSplit split = new TrafficSplit(Map.of(BLUE, 100, GREEN, 0, OTHER, 0));

        assertThat(split.gives(BLUE, GREEN, Percent.ZERO)).isFalse();
    }

    @Property
    void splits_are_equal_exactly_when_their_weights_are(
            @ForAll("weights") Map<TargetGroupRef, Integer> one, @ForAll("weights") Map<TargetGroupRef, Integer> two) {
        TrafficSplit first = new TrafficSplit(one);
        TrafficSplit second = new TrafficSplit(two);

        assertThat(first.equals(second)).isEqualTo(one.equals(two));
        assertThat(first).isEqualTo(new TrafficSplit(new HashMap<>(one))).hasSameHashCodeAs(new TrafficSplit(one));
        assertThat(first.weights()).isEqualTo(one);
        assertThat(first).isNotEqualTo(one);
    }

    @Provide
    Arbitrary<Map<TargetGroupRef, Integer>> weights() {
        return Arbitraries.maps(
                        Arbitraries.of(BLUE, GREEN, OTHER),
                        Arbitraries.integers().between(0, 2))
                .ofMinSize(1);
    }
}
