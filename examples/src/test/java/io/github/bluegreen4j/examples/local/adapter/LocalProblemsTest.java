package io.github.bluegreen4j.examples.local.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.bluegreen4j.examples.local.http.AdminException;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import io.github.bluegreen4j.spi.PortException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import org.junit.jupiter.api.Test;

/** What a failed call means: the difference between "nothing was changed" and "nobody knows". */
class LocalProblemsTest {

    @Test
    void aChangeWithoutAnAnswerMayHaveTakenEffect() {
        assertThat(change(new UncheckedIOException(new HttpTimeoutException("late"))))
                .isEqualTo(Problem.Kind.UNKNOWN);
        assertThat(change(new UncheckedIOException(new IOException("HTTP 500"))))
                .isEqualTo(Problem.Kind.UNKNOWN);
    }

    @Test
    void aChangeThatWasNeverSentHasChangedNothing() {
        assertThat(change(new UncheckedIOException(new ConnectException("refused"))))
                .isEqualTo(Problem.Kind.UNAVAILABLE);
        assertThat(change(new UncheckedIOException(new HttpConnectTimeoutException("late"))))
                .isEqualTo(Problem.Kind.UNAVAILABLE);
    }

    @Test
    void aReadingWithoutAnAnswerCanBeMadeAgain() {
        assertThat(read(new UncheckedIOException(new HttpTimeoutException("late"))))
                .isEqualTo(Problem.Kind.UNAVAILABLE);
    }

    @Test
    void aRefusalSaysWhatItMeans() {
        assertThat(change(AdminException.notFound("route"))).isEqualTo(Problem.Kind.GONE);
        assertThat(change(AdminException.conflict("retired"))).isEqualTo(Problem.Kind.CONFLICT);
        assertThat(change(AdminException.preconditionFailed("changed"))).isEqualTo(Problem.Kind.CONFLICT);
        assertThat(change(AdminException.badRequest("nonsense"))).isEqualTo(Problem.Kind.REFUSED);
        assertThat(read(AdminException.notFound("route"))).isEqualTo(Problem.Kind.GONE);
    }

    private static Problem.Kind change(RuntimeException failure) {
        return kind(catchThrowableOfType(
                PortException.class,
                () -> LocalProblems.change(SendPermit.always(), "change", "it", () -> {
                    throw failure;
                })));
    }

    private static Problem.Kind read(RuntimeException failure) {
        return kind(catchThrowableOfType(
                PortException.class,
                () -> LocalProblems.read("read", "it", () -> {
                    throw failure;
                })));
    }

    private static Problem.Kind kind(PortException thrown) {
        return thrown.problem().kind();
    }
}
