package io.github.bluegreen4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InvalidSpecExceptionTest {
    private static final InvalidSpecException.Fault LONG_BAKE =
            new InvalidSpecException.Fault("bakeTime", "PT25H", "0 to 1440 minutes");
    private static final InvalidSpecException.Fault NO_NAME =
            new InvalidSpecException.Fault("hooks[2].name", "(missing)", "a name");

    @Test
    void a_fault_names_field_value_and_what_is_allowed() {
        assertThat(LONG_BAKE).hasToString("bakeTime: \"PT25H\" is not allowed; allowed: 0 to 1440 minutes");
    }

    @Test
    void the_message_lists_all_faults_a_line_each() {
        assertThat(new InvalidSpecException(List.of(LONG_BAKE, NO_NAME)))
                .hasMessage(LONG_BAKE + "\n" + NO_NAME)
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_faults_are_kept_as_data_and_cannot_be_changed() {
        List<InvalidSpecException.Fault> faults = new ArrayList<>(List.of(LONG_BAKE));
        InvalidSpecException refusal = new InvalidSpecException(faults);
        faults.add(NO_NAME);

        assertThat(refusal.faults()).containsExactly(LONG_BAKE).isUnmodifiable();
    }

    @Test
    void nothing_is_refused_without_a_fault() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new InvalidSpecException(List.of()))
                .isNotInstanceOf(InvalidSpecException.class);
    }
}
