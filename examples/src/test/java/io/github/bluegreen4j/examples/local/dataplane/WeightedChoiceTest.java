package io.github.bluegreen4j.examples.local.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WeightedChoiceTest {

    @Test
    void aRunAsLongAsTheSumObeysTheWeightsExactly() {
        List<String> chosen = take(1000, Map.of("blue", 950, "green", 50));

        assertThat(Collections.frequency(chosen, "blue")).isEqualTo(950);
        assertThat(Collections.frequency(chosen, "green")).isEqualTo(50);
    }

    @Test
    void choicesAreSpreadEvenly() {
        List<String> chosen = take(100, Map.of("blue", 95, "green", 5));

        for (int from = 0; from <= 80; from++) {
            assertThat(Collections.frequency(chosen.subList(from, from + 20), "green"))
                    .isEqualTo(1);
        }
    }

    @Test
    void weightZeroIsNeverChosen() {
        assertThat(take(500, Map.of("blue", 0, "green", 100))).containsOnly("green");
    }

    @Test
    void nobodyIsChosenWhenAllWeightsAreZero() {
        assertThat(new WeightedChoice(new TreeMap<>(Map.of("blue", 0))).next()).isEmpty();
    }

    private static List<String> take(int turns, Map<String, Integer> weights) {
        WeightedChoice choice = new WeightedChoice(new TreeMap<>(weights));
        List<String> chosen = new ArrayList<>();
        for (int i = 0; i < turns; i++) {
            chosen.add(choice.next().orElseThrow());
        }
        return chosen;
    }
}
