package io.github.bluegreen4j.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.bluegreen4j.model.InvalidSpecException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalDocumentTest {
    /** PostgreSQL refuses one and replaces the others. */
    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "half \uD83D", "\uDE80 half"})
    void aTextThatNoDatabaseReadsBackIsRefused(String text) {
        assertThatExceptionOfType(InvalidSpecException.class)
                .isThrownBy(() -> new Journal.Document("rollout", "r", 1, true, text))
                .withMessageContaining("document.text: ");
    }

    @Test
    void aTextMayHaveLinesAndAnyCharacters() {
        String text = "{\n\t\"emoji\": \"🚀\"}";
        assertThat(new Journal.Document("rollout", "r", 1, true, text).text()).isEqualTo(text);
    }

    @Test
    void aTextThatIsTooLongIsRefused() {
        assertThatExceptionOfType(InvalidSpecException.class)
                .isThrownBy(() ->
                        new Journal.Document("rollout", "r", 1, true, "x".repeat(Journal.Document.MAX_TEXT_BYTES + 1)))
                .withMessageContaining("document.text: \"262145 bytes\"");
    }
}
