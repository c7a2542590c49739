package io.github.bluegreen4j.journal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstantTextTest {
    @Test
    void whatAnInstantWritesIsRead() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 50_000; i++) {
            Instant instant = Instant.ofEpochSecond(
                    random.nextLong(-62_167_219_200L, 253_402_300_800L),
                    switch (i % 4) {
                        case 0 -> 0;
                        case 1 -> random.nextInt(1_000) * 1_000_000L;
                        case 2 -> random.nextInt(1_000_000) * 1_000L;
                        default -> random.nextInt(1_000_000_000);
                    });
            assertThat(InstantText.parse(instant.toString())).isEqualTo(instant);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000-01-01T00:00:00Z",
                "9999-12-31T23:59:59.999999999Z",
                "2024-02-29T12:00:00Z",
                "2026-03-01T12:00:00.1Z",
                "2026-03-01T12:00:00.12345Z",
                "2026-03-01T24:00:00Z",
                "2026-06-30T23:59:60Z",
                "2026-03-01t12:00:00z",
                "+12345-03-01T12:00:00Z",
                "-0044-03-15T12:00:00Z",
                "-1000000000-01-01T00:00:00Z",
                "+1000000000-12-31T23:59:59.999999999Z"
            })
    void itReadsTheSameAsInstantParse(String text) {
        assertThat(InstantText.parse(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "2026-02-30T12:00:00Z",
                "2025-02-29T12:00:00Z",
                "2026-13-01T12:00:00Z",
                "2026-00-01T12:00:00Z",
                "2026-03-01T25:00:00Z",
                "2026-03-01T12:60:00Z",
                "2026-03-01T12:00:61Z",
                "2026-03-01T12:00:00",
                "2026-03-01 12:00:00Z",
                "2026-03-01T12:00:00.1234567890Z",
                "2026-03-01T12:00:00.12a4Z",
                "2026-03-01T12:00:00,5Z",
                "2026-03-01T12:00:00.5",
                "٢٠٢٦-03-01T12:00:00Z"
            })
    void whatIsNoInstantIsRefused(String text) {
        assertThatExceptionOfType(DateTimeParseException.class).isThrownBy(() -> InstantText.parse(text));
    }
}
