package io.github.bluegreen4j.examples.local.adapter;

import io.github.bluegreen4j.examples.local.http.AdminException;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import io.github.bluegreen4j.spi.PortException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.util.function.Supplier;

/** What it means for the engine when a call of an admin interface fails. */
final class LocalProblems {

    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int PRECONDITION_FAILED = 412;

    private LocalProblems() {}

    /** Makes a call that changes nothing: whatever goes wrong on the way, it may be asked again. */
    static <T> T read(String operation, String resource, Supplier<T> call) {
        try {
            return call.get();
        } catch (AdminException refused) {
            throw refused(operation, resource, refused);
        } catch (UncheckedIOException failed) {
            throw problem(Problem.Kind.UNAVAILABLE, operation, resource, failed);
        }
    }

    /** Makes a call that changes something: unless it was never sent, a call without an answer may have taken effect. */
    static void change(SendPermit permit, String operation, String resource, Runnable call) {
        permit.require(operation, resource);
        try {
            call.run();
        } catch (AdminException refused) {
            throw refused(operation, resource, refused);
        } catch (UncheckedIOException failed) {
            Problem.Kind kind = wasNeverSent(failed) ? Problem.Kind.UNAVAILABLE : Problem.Kind.UNKNOWN;
            throw problem(kind, operation, resource, failed);
        }
    }

    private static boolean wasNeverSent(UncheckedIOException failed) {
        return failed.getCause() instanceof ConnectException
                || failed.getCause() instanceof HttpConnectTimeoutException;
    }

    private static PortException refused(String operation, String resource, AdminException refused) {
        Problem.Kind kind = switch (refused.status()) {
            case NOT_FOUND -> Problem.Kind.GONE;
            case CONFLICT, PRECONDITION_FAILED -> Problem.Kind.CONFLICT;
            default -> Problem.Kind.REFUSED;
        };
        return problem(kind, operation, resource, refused);
    }

    private static PortException problem(Problem.Kind kind, String operation, String resource, Exception cause) {
        return new PortException(new Problem(kind, operation, resource, String.valueOf(cause.getMessage())), cause);
    }
}
