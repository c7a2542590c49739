package io.github.bluegreen4j.testkit.adapters;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.PolicyRequest;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.Policy;
import io.github.bluegreen4j.testkit.contract.PolicyContract;
import io.github.bluegreen4j.testkit.contract.PolicyFixture;
import java.time.Instant;
import java.util.Optional;

class BudgetPolicyContractTest extends PolicyContract {
    @Override
    protected PolicyFixture fixture() {
        return new Budget();
    }

    /** A policy whose error budget is left, used up, or unknown. */
    static class Budget implements PolicyFixture {
        private volatile double left;

        @Override
        public Policy policy() {
            return Policy.errorBudget(0.25, () -> left);
        }

        @Override
        public PolicyRequest request() {
            return new PolicyRequest(
                    Instant.EPOCH,
                    new DeploymentId("d-1"),
                    DeploymentSpec.blueGreen(new ServiceRef("prod", "shop"))
                            .revision("shop:2")
                            .productionRoute("web")
                            .targetGroups("one", "two")
                            .build(),
                    new RouteRef("web"),
                    true,
                    Percent.of(10),
                    1,
                    Optional.empty());
        }

        @Override
        public void permit() {
            left = 0.5;
        }

        @Override
        public void forbid() {
            left = 0.1;
        }

        @Override
        public boolean goOutOfReach() {
            left = Double.NaN;
            return true;
        }

        @Override
        public void pause() {}
    }
}
