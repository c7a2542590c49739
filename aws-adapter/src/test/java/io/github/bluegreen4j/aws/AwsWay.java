package io.github.bluegreen4j.aws;

import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.testkit.simulation.Scenario;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;

/** The three ways to run a deployment on ECS. A test that is about all of them runs in each. */
enum AwsWay {
    TASK_SETS {
        @Override
        Scenario prepared(Scenario scenario) {
            return scenario.newWorld(FakeAws::of);
        }

        @Override
        void ports(SimulatedWorld world, EngineBuilder builder) {
            new AwsShop(world).into(builder);
        }
    },
    PAIR {
        @Override
        Scenario prepared(Scenario scenario) {
            return scenario.newWorld(AwsShop::pairIn);
        }

        @Override
        void ports(SimulatedWorld world, EngineBuilder builder) {
            new AwsShop(world).intoPair(world, builder);
        }
    },
    ECS_CONTROLLER {
        @Override
        Scenario prepared(Scenario scenario) {
            return scenario.newWorld(FakeAws::of)
                    .world(world -> AwsShop.nativeIn(world, scenario.spec().testRoute()));
        }

        @Override
        void ports(SimulatedWorld world, EngineBuilder builder) {
            new AwsShop(world).intoNative(world, builder);
        }
    };

    /** Gives the service of a scenario the controller, tags and twin that this way needs. */
    abstract Scenario prepared(Scenario scenario);

    /** Gives an engine all ports that are on AWS. */
    abstract void ports(SimulatedWorld world, EngineBuilder builder);

    /** A scenario on a fake AWS in which the shop is deployed this way. */
    Scenario scenario(DeploymentSpec spec) {
        return prepared(Scenario.of(spec)).ports(this::ports);
    }
}
