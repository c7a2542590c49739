package io.github.bluegreen4j.model;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What the tests of this package say about refused values. */
final class SpecRefusals {
    private SpecRefusals() {}

    /** The faults that refuse it, as text. Fails when it is not refused. */
    static List<String> faultsOf(ThrowingCallable call) {
        return refusal(call).faults().stream()
                .map(InvalidSpecException.Fault::toString)
                .toList();
    }

    /** The names of the refused fields. Fails when nothing is refused. */
    static List<String> fieldsRefusedBy(ThrowingCallable call) {
        return refusal(call).faults().stream()
                .map(InvalidSpecException.Fault::field)
                .toList();
    }

    private static InvalidSpecException refusal(ThrowingCallable call) {
        InvalidSpecException refusal = catchThrowableOfType(InvalidSpecException.class, call);
        if (refusal == null) {
            throw new AssertionError("nothing was refused");
        }
        return refusal;
    }
}
