package io.github.bluegreen4j.spi;

import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.PolicyAnswer;
import io.github.bluegreen4j.model.PolicyRequest;
import java.util.Locale;
import java.util.function.Supplier;

/** Green gets more of production only while enough of the error budget is left. */
final class ErrorBudget implements Policy {
    private final double least;
    private final Supplier<Double> left;

    private ErrorBudget(double least, Supplier<Double> left) {
        this.least = least;
        this.left = left;
    }

    static ErrorBudget of(double least, Supplier<Double> left) {
        if (!(least >= 0 && least <= 1)) {
            throw InvalidSpecException.refused("least", String.valueOf(least), "0 to 1");
        }
        return new ErrorBudget(least, Given.value("left", left));
    }

    @Override
    public PolicyAnswer ask(PolicyRequest request) {
        if (!request.production()) {
            return PolicyAnswer.yes();
        }
        Double now = left.get();
        if (now == null || now.isNaN()) {
            return PolicyAnswer.unknown("what is left of the error budget is not known");
        }
        return now >= least
                ? PolicyAnswer.yes()
                : PolicyAnswer.no(percent(now) + " of the error budget is left, and " + percent(least) + " must be");
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }
}
