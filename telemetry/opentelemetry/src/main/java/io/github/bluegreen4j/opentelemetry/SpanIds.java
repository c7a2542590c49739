package io.github.bluegreen4j.opentelemetry;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.HookExecution;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The ids of a trace and of one span in it. They follow from the id of the deployment, so every engine computes the same.
 *
 * @param traceId 32 hexadecimal digits
 * @param spanId 16 hexadecimal digits
 */
record SpanIds(String traceId, String spanId) {
    private static final ContextKey<SpanIds> KEY = ContextKey.named("bluegreen4j-span-ids");

    /** The whole deployment, which was ordered with the event of that version. */
    static SpanIds deployment(DeploymentId deployment, long version) {
        return of(deployment, "deployment/" + version);
    }

    /** Something that began with the event of that version. */
    static SpanIds of(DeploymentId deployment, String kind, long version) {
        return of(deployment, kind + "/" + version);
    }

    /** A hook or a pause. */
    static SpanIds hook(DeploymentId deployment, HookExecution execution) {
        return of(deployment, "hook/" + execution.executionId(deployment));
    }

    private static SpanIds of(DeploymentId deployment, String what) {
        String trace = digest("bluegreen4j/" + deployment);
        return new SpanIds(
                trace.substring(0, 32),
                digest("bluegreen4j/" + deployment + "/" + what).substring(0, 16));
    }

    /** An id of zeros would be invalid; a digest of them is not to be found. */
    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) { // every JDK has it
            throw new IllegalStateException(impossible);
        }
    }

    /** The ids that the next span shall have; empty if it shall have any. */
    static Optional<SpanIds> wanted() {
        return Optional.ofNullable(Context.current().get(KEY));
    }

    /** A context in which the next span that is started shall have these ids. */
    Context wantedIn(Context context) {
        return context.with(KEY, this);
    }

    SpanContext context(TraceFlags flags) {
        return SpanContext.create(traceId, spanId, flags, TraceState.getDefault());
    }

    SpanContext remoteContext(TraceFlags flags) {
        return SpanContext.createFromRemoteParent(traceId, spanId, flags, TraceState.getDefault());
    }
}
