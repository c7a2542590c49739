package io.github.bluegreen4j.spring;

import io.github.bluegreen4j.model.AlarmPolicy;
import io.github.bluegreen4j.model.CircuitBreakerPolicy;
import io.github.bluegreen4j.model.ConcurrencyPolicy;
import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.HealthPolicy;
import io.github.bluegreen4j.model.RollbackPolicy;
import java.util.function.Consumer;
import org.springframework.beans.factory.ListableBeanFactory;

/**
 * The policies of the application: what a specification has if it does not say otherwise. Beans of {@link AlarmPolicy}, {@link
 * CircuitBreakerPolicy}, {@link HealthPolicy}, {@link RollbackPolicy}, {@link ConcurrencyPolicy}, {@link DeploymentSpec.OnDrift} and {@link
 * DeploymentLimits} count; of several of one type the primary one.
 *
 * <p>The endpoint {@code deployments} uses it. For files of your own use {@code SpecFile.read(file, environment, specDefaults)}. Immutable
 * and safe for use by many threads.
 */
public final class SpecDefaults implements Consumer<DeploymentSpec.Builder> {
    private final ListableBeanFactory beans;

    SpecDefaults(ListableBeanFactory beans) {
        this.beans = beans;
    }

    @Override
    public void accept(DeploymentSpec.Builder spec) {
        set(AlarmPolicy.class, spec::alarms);
        set(CircuitBreakerPolicy.class, spec::circuitBreaker);
        set(HealthPolicy.class, spec::health);
        set(RollbackPolicy.class, spec::rollback);
        set(ConcurrencyPolicy.class, spec::concurrency);
        set(DeploymentSpec.OnDrift.class, spec::drift);
        set(DeploymentLimits.class, spec::limits);
    }

    private <T> void set(Class<T> type, Consumer<T> setter) {
        beans.getBeanProvider(type).ifAvailable(setter);
    }
}
