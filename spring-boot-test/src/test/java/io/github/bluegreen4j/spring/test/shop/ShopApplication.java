package io.github.bluegreen4j.spring.test.shop;

import io.github.bluegreen4j.model.ConcurrencyPolicy;
import io.github.bluegreen4j.spi.ServiceRuntime;
import io.github.bluegreen4j.spi.TrafficRouter;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** An application whose real ports and services cannot be created in a test. */
@SpringBootApplication(proxyBeanMethods = false)
class ShopApplication {
    @Bean
    ServiceRuntime realRuntime() {
        throw new IllegalStateException("a test does not touch the real runtime");
    }

    @Bean
    TrafficRouter realRouter() {
        throw new IllegalStateException("a test does not touch the real router");
    }

    @Bean
    ConcurrencyPolicy policy() {
        return ConcurrencyPolicy.REJECT;
    }
}
