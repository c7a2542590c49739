package io.github.bluegreen4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import io.github.bluegreen4j.spi.PortException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What all contract suites share: a fresh world for each test, and assertions.
 *
 * @param <F> the fixture of the suite
 */
@SuppressWarnings("exports") // subclasses depend on JUnit
public abstract class ContractSuite<F extends ContractFixture> {
    /** A permit that has run out. */
    static final SendPermit OVER = () -> false;

    F fixture;

    /**
     * Creates a fresh world. Called once for each test.
     *
     * @return the world; the test closes it
     */
    protected abstract F fixture();

    @BeforeEach
    final void prepare() {
        fixture = fixture();
    }

    @AfterEach
    final void tearDown() {
        fixture.close();
    }

    /** Asserts that something holds now or after some pauses. */
    final void eventually(Runnable assertion) {
        for (int pauses = 0; pauses < fixture.patience(); pauses++) {
            try {
                assertion.run();
                return;
            } catch (AssertionError notYet) {
                fixture.pause();
            }
        }
        assertion.run();
    }

    /** Asserts that something holds now and continues to hold. */
    final void steadily(Runnable assertion) {
        for (int pauses = 0; pauses < 5; pauses++) {
            assertion.run();
            fixture.pause();
        }
        assertion.run();
    }

    /** Asserts that a call fails with a problem of one of these kinds. */
    static Problem expectProblem(String call, ThrowingCallable body, Problem.Kind... kinds) {
        Throwable thrown = catchThrowable(body);
        assertThat(thrown).as("what is thrown by: %s", call).isInstanceOf(PortException.class);
        Problem problem = ((PortException) thrown).problem();
        assertThat(problem).as("the problem of: %s", call).isNotNull();
        assertThat(problem.kind())
                .as("the kind of problem of: %s (%s)", call, problem)
                .isIn((Object[]) kinds);
        return problem;
    }

    /** Asserts that an unreachable port fails a read, instead of returning something that looks like an answer. */
    static void expectUnavailable(String call, ThrowingCallable body) {
        expectProblem(call, body, Problem.Kind.UNAVAILABLE);
    }

    /** Asserts that an unreachable port fails a change. It may not know whether the change took effect. */
    static void expectNotDone(String call, ThrowingCallable body) {
        expectProblem(call, body, Problem.Kind.UNAVAILABLE, Problem.Kind.UNKNOWN);
    }

    /** Runs several callers at the same moment and returns their answers, in the order of the callers. */
    static <T> List<T> together(int callers, IntFunction<T> caller) {
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try {
            CyclicBarrier start = new CyclicBarrier(callers);
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                int number = i;
                Callable<T> body = () -> {
                    start.await(10, TimeUnit.SECONDS);
                    return caller.apply(number);
                };
                running.add(threads.submit(body));
            }
            List<T> answers = new ArrayList<>();
            for (Future<T> one : running) {
                answers.add(one.get(60, TimeUnit.SECONDS));
            }
            return answers;
        } catch (ExecutionException thrown) {
            throw new AssertionError("a caller among several was thrown " + thrown.getCause(), thrown.getCause());
        } catch (TimeoutException hanging) {
            throw new AssertionError("a caller among several got no answer within a minute", hanging);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", interrupted);
        } finally {
            threads.shutdownNow();
        }
    }
}
