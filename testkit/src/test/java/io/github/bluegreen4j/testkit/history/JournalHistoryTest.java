package io.github.bluegreen4j.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.Journal.Appended;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

class JournalHistoryTest {
    /** Something of each answer is changed. */
    private static Journal meddled(Journal journal, String operation, BiFunction<Object[], Object, Object> meddling) {
        return (Journal) Proxy.newProxyInstance(
                Journal.class.getClassLoader(), new Class<?>[] {Journal.class}, (proxy, method, arguments) -> {
                    try {
                        Object answer = method.invoke(journal, arguments);
                        return method.getName().equals(operation) ? meddling.apply(arguments, answer) : answer;
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    /** Each race has an empty journal: what an earlier one left would explain no answer. */
    private static void isCaught(String operation, BiFunction<Object[], Object, Object> meddling) {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> {
                    for (int seed = 0; seed < 50; seed++) {
                        Journal broken = meddled(InMemoryJournal.create(), operation, meddling);
                        JournalHistory.race(broken, 3, 12, seed).check();
                    }
                })
                .withMessageContaining("no order of these calls explains their answers");
    }

    @Test
    void theJournalInMemoryAnswersAsIfOneAfterTheOther() {
        int calls = 0;
        for (int seed = 0; seed < 200; seed++) {
            JournalHistory history = JournalHistory.race(InMemoryJournal.create(), 4, 10, seed);
            history.check();
            calls += history.size();
        }
        assertThat(calls).isEqualTo(8_000);
    }

    /** Two writers at one version both believe to have extended it. */
    @Test
    void aLostUpdateIsCaught() {
        isCaught("append", (arguments, answer) -> {
            Journal.Extension extension = (Journal.Extension) ((List<?>) arguments[0]).get(0);
            Appended truth = (Appended) ((List<?>) answer).get(0);
            return List.of(new Appended(Appended.Status.APPENDED, extension.expectedVersion() + 1, truth.fence()));
        });
    }

    /** Two processes both believe to have ordered a deployment, or to have ordered it again while it runs. */
    @Test
    void aSecondOrderIsCaught() {
        isCaught("open", (arguments, answer) -> {
            Journal.Opening opening = (Journal.Opening) arguments[0];
            return new Appended(Appended.Status.APPENDED, opening.expectedVersion() + 1, 0);
        });
    }

    /** A service is two engines'. */
    @Test
    void twoOwnersAreCaught() {
        isCaught("claim", (arguments, answer) -> ((Optional<?>) answer).isPresent() ? answer : Optional.of(1L));
    }

    @Test
    void aRaceThatCanNotBeRunIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JournalHistory.race(InMemoryJournal.create(), 1, 10, 0))
                .withMessageContaining("engines: 1");
    }

    /** What is caught above is caught because something is wrong: nothing else in those tests is. */
    @Test
    void whatIsNotMeddledWithIsNotCaught() {
        for (int seed = 0; seed < 50; seed++) {
            JournalHistory.race(meddled(InMemoryJournal.create(), "append", (arguments, answer) -> answer), 3, 12, seed)
                    .check();
        }
    }
}
