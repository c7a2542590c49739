package io.github.bluegreen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** When there are colors. */
class ColorTest {
    private static final Map<String, String> NOTHING_SET = Map.of();

    @Test
    void onlyATerminalGetsThemUnlessTheOptionSaysSo() {
        assertThat(Color.AUTO.isOn(NOTHING_SET, true)).isTrue();
        assertThat(Color.AUTO.isOn(NOTHING_SET, false)).isFalse();
        assertThat(Color.ALWAYS.isOn(NOTHING_SET, false)).isTrue();
        assertThat(Color.NEVER.isOn(NOTHING_SET, true)).isFalse();
    }

    @Test
    void noColorTurnsThemOffWhateverItSaysUnlessItIsEmptyOrTheOptionSaysOtherwise() {
        for (String value : new String[] {"1", "0", "false"}) {
            assertThat(Color.AUTO.isOn(Map.of("NO_COLOR", value), true))
                    .as(value)
                    .isFalse();
            assertThat(Color.ALWAYS.isOn(Map.of("NO_COLOR", value), false)).isTrue();
        }
        assertThat(Color.AUTO.isOn(Map.of("NO_COLOR", ""), true)).isTrue();
    }
}
