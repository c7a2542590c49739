package io.github.bluegreen4j.spring;

import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.ServiceRuntime;
import io.github.bluegreen4j.spi.TimeSource;
import io.github.bluegreen4j.spi.TrafficRouter;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import io.github.bluegreen4j.testkit.world.TaskBehaviour;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The two beans that an application must have: a service that runs, and what sends traffic to it. */
@Configuration(proxyBeanMethods = false)
class ShopPorts {
    static final RouteRef PRODUCTION = new RouteRef("production");
    static final TargetGroupRef FIRST = new TargetGroupRef("first");
    static final TargetGroupRef SECOND = new TargetGroupRef("second");

    /** A deployment of the service, in the words of ECS. Its first pause waits for an answer. */
    static final String SPEC = """
            cluster: prod
            serviceName: checkout
            taskDefinition: checkout:42
            deploymentConfiguration:
              strategy: BLUE_GREEN
              bakeTimeInMinutes: 0
              lifecycleHooks:
                - targetType: PAUSE
                  lifecycleStages: [PRE_SCALE_UP]
                  timeoutConfiguration: {timeoutInMinutes: 240, action: ROLLBACK}
                  bluegreen4j: {name: go}
            loadBalancers:
              - targetGroupArn: first
                advancedConfiguration:
                  alternateTargetGroupArn: second
                  productionListenerRule: production
            """;

    @Bean
    SimulatedWorld world() {
        ServiceRef service = new ServiceRef("prod", "checkout");
        SimulatedWorld world = SimulatedWorld.create(TimeSource.system());
        world.behaves(TaskBehaviour.instant());
        world.drainTime(Duration.ofSeconds(1));
        world.addService(service, 2);
        world.addRoute(PRODUCTION, TrafficSplit.allOn(FIRST, SECOND));
        world.addRevision(service, "checkout:41", FIRST);
        return world;
    }

    @Bean
    ServiceRuntime runtime(SimulatedWorld world) {
        return world.runtime();
    }

    @Bean
    TrafficRouter router(SimulatedWorld world) {
        return world.router();
    }
}
