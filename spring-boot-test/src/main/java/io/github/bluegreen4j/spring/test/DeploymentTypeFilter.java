package io.github.bluegreen4j.spring.test;

import io.github.bluegreen4j.spi.DeploymentListener;
import io.github.bluegreen4j.spi.LifecycleHook;
import io.github.bluegreen4j.spi.PreflightCheck;
import io.github.bluegreen4j.spring.EngineCustomizer;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.core.type.filter.AssignableTypeFilter;

/** Excludes everything from component scans but what an engine is made of. */
final class DeploymentTypeFilter extends TypeExcludeFilter {
    private static final List<AssignableTypeFilter> INCLUDED = List.of(
            new AssignableTypeFilter(LifecycleHook.class),
            new AssignableTypeFilter(DeploymentListener.class),
            new AssignableTypeFilter(PreflightCheck.class),
            new AssignableTypeFilter(EngineCustomizer.class));

    @Override
    public boolean match(MetadataReader type, MetadataReaderFactory types) throws IOException {
        for (AssignableTypeFilter included : INCLUDED) {
            if (included.match(type, types)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DeploymentTypeFilter;
    }

    @Override
    public int hashCode() {
        return DeploymentTypeFilter.class.hashCode();
    }
}
