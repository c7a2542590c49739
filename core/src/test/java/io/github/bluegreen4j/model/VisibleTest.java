package io.github.bluegreen4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bluegreen4j.spi.PortException;
import org.junit.jupiter.api.Test;

class VisibleTest {

    @Test
    void whatSteersATerminalOrTheLayoutIsEscapedAndNothingElse() {
        assertThat(Given.visible("a\nb\rc\td")).isEqualTo("a\\nb\\rc\\td");
        assertThat(Given.visible("\u001b[2J\u0000\u007f\u009b")).isEqualTo("\\u001b[2J\\u0000\\u007f\\u009b");
        assertThat(Given.visible("\u202Eevil\u2066\u200f\u2028\u2029\ufeff"))
                .isEqualTo("\\u202eevil\\u2066\\u200f\\u2028\\u2029\\ufeff");
        assertThat(Given.visible("half \uD83D")).isEqualTo("half \\ud83d");
        assertThat(Given.visible("\uDB40\uDC01")).isEqualTo("\\udb40\\udc01");
        assertThat(Given.visible(null)).isEqualTo("null");
        String plain = "Grüße, 世界, \uD83D\uDE80 \"quoted\" back\\slash";
        assertThat(Given.visible(plain)).isSameAs(plain);
    }

    @Test
    void everyCharacterIsEitherItselfOrEscaped() {
        for (int character = 0; character <= Character.MAX_CODE_POINT; character++) {
            String text = Character.toString(character);
            String visible = Given.visible(text);
            assertThat(visible.equals(text) || visible.matches("\\\\([nrt]|u[0-9a-f]{4}){1}(\\\\u[0-9a-f]{4})?"))
                    .isTrue();
            assertThat(Given.visible(visible)).isEqualTo(visible);
            boolean steers = text.matches("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]");
            assertThat(visible.equals(text)).as("U+%04X", character).isNotEqualTo(steers);
        }
    }

    @Test
    void refusalsAndProblemsAreLoggedInOneLine() {
        assertThat(InvalidSpecException.refused("reason", "a\nFORGED \u202E" + "x".repeat(300), "b")
                        .getMessage())
                .doesNotContain("\n", "\u202E")
                .startsWith("reason: \"a\\nFORGED \\u202exxx")
                .contains("x…\" is not allowed");
        assertThat(new PortException(new Problem(Problem.Kind.UNKNOWN, "read", "d-1", "no\nFORGED")).getMessage())
                .isEqualTo("UNKNOWN: read on d-1: no\\nFORGED");
    }

    @Test
    void namesFitIntoTheKeysOfEveryJournal() {
        String rockets = "\uD83D\uDE80".repeat(250);
        assertThat(new ServiceRef("c".repeat(487), "n".repeat(512)).toString()).hasSize(1000);
        assertThat(Given.name("name", rockets)).isEqualTo(rockets);
        assertThatThrownBy(() -> new ServiceRef("c".repeat(488), "n".repeat(512)))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("service: \"ccc")
                .hasMessageContaining("is longer than 1,000 bytes in UTF-8");
        assertThatThrownBy(() -> Given.name("name", rockets + "\uD83D\uDE80"))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("is longer than 1,000 bytes in UTF-8");
        assertThatThrownBy(() -> new ServiceRef("prod", "check\u0000out"))
                .hasMessageContaining("has the control character U+0000");
        assertThatThrownBy(() -> new ServiceRef("prod", "x".repeat(600)))
                .hasMessageContaining("service.name")
                .hasMessageContaining("is longer than 512 characters")
                .satisfies(thrown -> assertThat(thrown.getMessage()).hasSizeLessThan(400));
    }
}
