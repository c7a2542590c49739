package io.github.bluegreen4j.workflow.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ImmutableCopiesTest {
    @Test
    void aMapHoldsWhatWasPutIntoItInThatOrderHoweverLargeItGrows() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Map<Integer, String> expected = new LinkedHashMap<>();
        Map<Integer, String> map = Map.of();
        for (int step = 0; step < 2_000; step++) {
            int key = random.nextInt(40);
            if (random.nextInt(20) < (step / 500 % 2 == 0 ? 12 : 8)) {
                map = ImmutableCopies.with(map, key, "value-" + step);
                expected.put(key, "value-" + step);
            } else {
                map = ImmutableCopies.without(map, key);
                expected.remove(key);
            }
            assertThat(map).as("seed %d", seed).isEqualTo(expected).hasSameHashCodeAs(expected);
            assertThat(new ArrayList<>(map.entrySet()))
                    .as("seed %d", seed)
                    .isEqualTo(new ArrayList<>(expected.entrySet()));
            assertThat(map.get(key)).as("seed %d", seed).isEqualTo(expected.get(key));
            Map<Integer, String> visited = new LinkedHashMap<>();
            map.forEach(visited::put);
            assertThat(visited).as("seed %d", seed).isEqualTo(expected);
            assertThat(ImmutableCopies.of(expected)).isEqualTo(map);
        }
    }

    @Test
    void aMapThatOthersHoldDoesNotChange() {
        Map<String, Integer> one = ImmutableCopies.with(Map.of("a", 1), "b", 2);
        ImmutableCopies.with(one, "a", 3);
        ImmutableCopies.without(one, "b");
        assertThat(one).containsExactly(Map.entry("a", 1), Map.entry("b", 2));
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> one.put("c", 3));
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> one.remove("a"));
    }
}
