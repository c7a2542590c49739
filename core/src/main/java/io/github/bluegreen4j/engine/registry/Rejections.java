package io.github.bluegreen4j.engine.registry;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Why an order is not taken because of another deployment, as text. */
public final class Rejections {
    /** How many deployments of one service may wait. */
    private static final int MOST_QUEUED = 100;

    private Rejections() {}

    /** Why an order can't be taken while other deployments of its service have not ended; empty when it can. */
    public static Optional<String> because(DeploymentSpec spec, List<DeploymentId> others) {
        return switch (spec.concurrency()) {
            case REJECT ->
                others.stream()
                        .findFirst()
                        .map(other -> "deployment \"" + other + "\" of service \"" + spec.service()
                                + "\" has not ended, and the concurrency policy is REJECT; wait for it, or order with"
                                + " QUEUE or SUPERSEDE");
            case QUEUE, SUPERSEDE ->
                others.size() < MOST_QUEUED
                        ? Optional.empty()
                        : Optional.of(others.size() + " deployments of service \"" + spec.service()
                                + "\" have not ended, and at most " + MOST_QUEUED + " may wait; the first is \""
                                + others.get(0) + "\"");
        };
    }

    /** Why an order can't be taken under the id of a deployment with another specification. */
    public static String otherSpecification(DeploymentId id, DeploymentSpec before, DeploymentSpec now) {
        List<String> differences = new ArrayList<>();
        collect("", before, now, differences);
        return "deployment \"" + id + "\" was ordered before with another specification: "
                + String.join("; ", differences) + "; order it under a new id";
    }

    /** Adds each field that differs, with its value before and after. */
    private static void collect(String prefix, Record before, Record after, List<String> differences) {
        for (RecordComponent component : before.getClass().getRecordComponents()) {
            Object one = value(component, before);
            Object other = value(component, after);
            String name = prefix + component.getName();
            if (one instanceof Record nested
                    && other instanceof Record changed
                    && nested.getClass() == changed.getClass()) {
                collect(name + ".", nested, changed, differences);
            } else if (!Objects.equals(one, other)) {
                differences.add(name + ": \"" + one + "\" before, \"" + other + "\" now");
            }
        }
    }

    private static Object value(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException unreadable) {
            throw new IllegalStateException(component + " can't be read", unreadable);
        }
    }
}
