package io.github.bluegreen4j.engine.loop;

import io.github.bluegreen4j.model.HookInvocation;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.LifecycleHook;
import io.github.bluegreen4j.spi.PortException;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles violations of a port's or a hook's contract: it throws something other than a {@link PortException}, or
 * returns null. Each violation is an outcome of the call and is logged with its stack trace. Safe for use by many
 * threads.
 */
public final class Defects {
    private static final Logger LOG = LoggerFactory.getLogger(Defects.class);
    private static final int MOST_KNOWN = 1_000;
    private static final int LONGEST_REASON = 1_000;
    private static final List<String> PLATFORM = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");

    private static final Set<CallRunner.Operation> LOGGED_BY_CALLER = EnumSet.of(
            CallRunner.Operation.LISTEN,
            CallRunner.Operation.RENEW,
            CallRunner.Operation.CLAIM,
            CallRunner.Operation.RELEASE);

    private final Set<String> known = new LinkedHashSet<>();
    private final FailureLog failureLog;

    /** @param failureLog where failures are logged that were seen before */
    Defects(FailureLog failureLog) {
        this.failureLog = failureLog;
    }

    /** A port returned null, or a collection with null in it. */
    static final class NullAnswerException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NullAnswerException(String message) {
            super(message);
        }
    }

    /** What a port's method returned, which is not null and contains no null. */
    static <T> T present(@Nullable T answer, String method) {
        if (answer == null) {
            throw new NullAnswerException(method + " returned null");
        }
        if (!isPresent(answer)) {
            throw new NullAnswerException(method + " returned a collection with null in it");
        }
        return answer;
    }

    private static boolean isPresent(@Nullable Object answer) {
        if (answer instanceof Collection<?> elements) {
            for (Object element : elements) {
                if (element == null) {
                    return false;
                }
            }
        }
        return answer != null;
    }

    /** What a method of the journal returned, which is not null and contains no null. */
    static <T> T present(@Nullable T answer, CallRunner.Operation operation) {
        return answer != null && isPresent(answer) ? answer : present(answer, method(operation));
    }

    private static String method(CallRunner.Operation operation) {
        return operation == CallRunner.Operation.READ_JOURNAL
                ? "Journal.read"
                : "Journal." + operation.name().toLowerCase(Locale.ROOT);
    }

    /** Asks a hook. What it throws that is no {@link PortException} is its verdict. */
    static HookResult ask(LifecycleHook hook, HookInvocation invocation) {
        String name = invocation.hook().name();
        try {
            HookResult result = hook.invoke(invocation);
            return result == null ? HookResult.invalid("hook \"" + name + "\" returned null") : result;
        } catch (PortException unreachable) {
            throw unreachable;
        } catch (Throwable broken) {
            String consequence = wasInterrupted(broken)
                    ? "after it was interrupted, because its time was over or the engine closes"
                    : "and counts as failed";
            LOG.error(
                    "Deployment {}: hook \"{}\" threw an exception in execution {}, {}",
                    invocation.deployment(),
                    name,
                    invocation.executionId(),
                    consequence,
                    broken);
            return HookResult.defect("the hook threw " + text(broken) + place(broken));
        }
    }

    private static boolean wasInterrupted(Throwable thrown) {
        return Thread.currentThread().isInterrupted()
                || thrown instanceof InterruptedException
                || thrown.getCause() instanceof InterruptedException;
    }

    /** What an exception of a port means; one that its contract does not allow is logged. */
    public Problem problem(Throwable thrown, Supplier<String> call, Object deployment) {
        note(thrown, call, "Deployment " + deployment);
        return PortCalls.problem(thrown, call);
    }

    /** The same recipient of a failure; what the contract of the port does not allow is logged before. */
    Consumer<Throwable> noting(CallRunner.PortCall<?> call, Consumer<Throwable> failed) {
        if (LOGGED_BY_CALLER.contains(call.operation())) {
            return failed;
        }
        return thrown -> {
            note(thrown, call::text, "The engine");
            failed.accept(thrown);
        };
    }

    /** Logs with the stack what was not seen before at the same place; then in one line. */
    private void note(Throwable thrown, Supplier<String> call, String who) {
        if (thrown instanceof PortException || thrown instanceof TimeoutException) {
            return;
        }
        if (isNew(thrown)) {
            LOG.error(
                    "{}: the call \"{}\" failed with an exception that its port must not throw; whether it took effect is unknown",
                    who,
                    call.get(),
                    thrown);
        } else {
            failureLog.warn(LOG, text(thrown), "{}: the call \"{}\" failed again{}", who, call.get(), place(thrown));
        }
    }

    private boolean isNew(Throwable thrown) {
        StackTraceElement[] stack = thrown.getStackTrace();
        String key = thrown.getClass().getName() + (stack.length == 0 ? text(thrown) : stack[0] + place(thrown));
        synchronized (known) {
            if (known.size() >= MOST_KNOWN) {
                known.clear();
            }
            return known.add(key);
        }
    }

    /** Class and message. */
    static String text(Throwable thrown) {
        String message = thrown.getMessage();
        if (message != null && thrown instanceof NullAnswerException) {
            return message;
        }
        String text = thrown.getClass().getName() + (message == null ? "" : ": " + message);
        return text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON) + "…";
    }

    /** Where it was thrown: the first frame that is not the platform's; nothing when there is none. */
    private static String place(Throwable thrown) {
        Optional<StackTraceElement> first = Arrays.stream(thrown.getStackTrace())
                .filter(frame -> PLATFORM.stream().noneMatch(frame.getClassName()::startsWith))
                .findFirst();
        return first.map(frame -> " at " + frame.getClassName() + "." + frame.getMethodName() + "("
                        + frame.getFileName() + ":" + frame.getLineNumber() + ")")
                .orElse("");
    }
}
