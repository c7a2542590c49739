package io.github.bluegreen4j.examples.spring;

import io.github.bluegreen4j.spi.ServiceRuntime;
import io.github.bluegreen4j.spi.TrafficRouter;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

@SpringBootApplication
public class GreeterApplication {
    public static void main(String[] arguments) {
        SpringApplication.run(GreeterApplication.class, arguments);
    }

    @Bean
    ServiceRuntime runtime(Greeters greeters) {
        return new GreeterRuntime(greeters);
    }

    @Bean
    TrafficRouter router(Greeters greeters) {
        return new GreeterRouter(greeters);
    }
}
