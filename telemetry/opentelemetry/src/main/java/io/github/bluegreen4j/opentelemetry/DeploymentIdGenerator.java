package io.github.bluegreen4j.opentelemetry;

import io.opentelemetry.sdk.trace.IdGenerator;

/**
 * Gives the spans of deployments the ids that follow from the id of the deployment, and all other spans the ids of another
 * generator. Set it when you build the SDK:
 *
 * <pre>{@code
 * SdkTracerProvider.builder().setIdGenerator(DeploymentIdGenerator.create())
 * }</pre>
 *
 * <p>The API of OpenTelemetry cannot choose the id of a span, so this class needs {@code opentelemetry-sdk-trace}, which an
 * application with the SDK has. Thread-safe.
 */
public final class DeploymentIdGenerator implements IdGenerator {
    private final IdGenerator others;

    private DeploymentIdGenerator(IdGenerator others) {
        this.others = others;
    }

    /** {@return a generator that gives all other spans random ids} */
    public static DeploymentIdGenerator create() {
        return before(IdGenerator.random());
    }

    /**
     * {@return a generator that leaves all other spans to another one}
     *
     * @param others the other generator
     */
    public static DeploymentIdGenerator before(IdGenerator others) {
        return new DeploymentIdGenerator(others);
    }

    @Override
    public String generateSpanId() {
        return SpanIds.wanted().map(SpanIds::spanId).orElseGet(others::generateSpanId);
    }

    @Override
    public String generateTraceId() {
        return SpanIds.wanted().map(SpanIds::traceId).orElseGet(others::generateTraceId);
    }

    @Override
    public String toString() {
        return "DeploymentIdGenerator before " + others;
    }
}
