package io.github.bluegreen4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GivenTest {
    private static final String TWO_MEGABYTES = "x".repeat(1 << 21);

    @Test
    void a_text_from_outside_that_is_fit_stays_as_it_is() {
        String fit = "Prüfung 🚀\n\tdone";
        assertThat(Given.foreignText("reason", fit)).isSameAs(fit);
    }

    @Test
    void control_characters_and_halves_of_characters_are_replaced() {
        assertThat(Given.foreignText("reason", "a\u0000b\u001b[31m\r\nc\uD83D d\uDE80"))
                .isEqualTo("a\uFFFDb\uFFFD[31m\nc\uFFFD d\uFFFD");
    }

    @Test
    void a_long_text_is_cut_and_says_so() {
        String cut = Given.foreignText("reason", TWO_MEGABYTES);
        assertThat(cut).hasSize(Given.MAX_FOREIGN_TEXT).endsWith("x… (2,097,152 characters, cut)");
        assertThat(Given.foreignText("reason", cut)).as("cut again").isSameAs(cut);
    }

    @Test
    void a_cut_splits_no_character() {
        for (String lead : new String[] {"", "x"}) {
            String cut = Given.foreignText("reason", lead + "🚀".repeat(10_000));
            assertThat(Given.foreignText("reason", cut)).isSameAs(cut).doesNotContain("\uFFFD");
        }
    }

    @Test
    void a_hooks_reason_is_cut() {
        assertThat(HookResult.failed(TWO_MEGABYTES).reason())
                .hasSize(HookResult.MAX_REASON)
                .endsWith("characters, cut)");
        assertThat(HookResult.failed(null).reason()).isEqualTo("(no reason given)");
    }

    @Test
    void a_problem_is_cut_and_never_refused_for_its_texts() {
        Problem problem = new Problem(Problem.Kind.REFUSED, "launch", "shop\u0000", TWO_MEGABYTES);
        assertThat(problem.message()).endsWith("(2,097,152 characters, cut)");
        assertThat(problem.resource()).isEqualTo("shop\uFFFD");
        assertThat(new Problem(Problem.Kind.REFUSED, null, null, null).message())
                .isEmpty();
    }

    @Test
    void a_reason_of_a_caller_is_refused_when_it_is_missing_or_too_long() {
        assertThatThrownBy(() -> new Command.RollBack(null))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageStartingWith("reason: is missing; allowed: ");
        assertThatThrownBy(() -> new Command.Abort(TWO_MEGABYTES))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageMatching("reason: \"x{200}…\" is longer than 4,096 characters; allowed: .*");
        assertThat(new Command.RollBack("two\nlines").reason()).isEqualTo("two\nlines");
    }

    @Test
    void what_is_missing_is_named() {
        assertThatThrownBy(() -> Given.value("journal", null))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessage("journal: is missing; allowed: a value");
        assertThatThrownBy(() -> Given.name("name", " ")).hasMessageStartingWith("name: \" \" is blank; allowed: ");
    }
}
