package io.github.bluegreen4j.spi;

import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.PolicyAnswer;
import io.github.bluegreen4j.model.PolicyRequest;

/**
 * At most so many deployments of a group at once between their first production weight and their end. The counter decides what a group is.
 * Two deployments that ask in the same instant may both be told yes: the count is a brake, not a lock.
 */
final class AtMost implements Policy {
    private final int most;
    private final Policy.Counter underWay;

    private AtMost(int most, Policy.Counter underWay) {
        this.most = most;
        this.underWay = underWay;
    }

    static AtMost of(int most, Policy.Counter underWay) {
        if (most < 1) {
            throw InvalidSpecException.refused("most", String.valueOf(most), "1 or more");
        }
        return new AtMost(most, Given.value("underWay", underWay));
    }

    /** A later step of a deployment that has production weight already takes no place of another one. */
    @Override
    public PolicyAnswer ask(PolicyRequest request) {
        if (!request.production() || request.step() > 1) {
            return PolicyAnswer.yes();
        }
        int others = underWay.count(request);
        return others < most
                ? PolicyAnswer.yes()
                : PolicyAnswer.no(others + " other deployments are under way, and " + most + " may be at once");
    }
}
