package io.github.bluegreen4j.console;

import io.github.bluegreen4j.model.DeploymentId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Short names that are safe in HTML and in addresses, made from what may contain anything. */
final class Ids {
    private static final int LENGTH = 16;

    private Ids() {}

    /** The id of a deployment's line on the first page. */
    static String line(DeploymentId id) {
        return "d" + hash(id.value().getBytes(StandardCharsets.UTF_8));
    }

    static String hash(byte[] content) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content))
                    .substring(0, LENGTH);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JVM has SHA-256", impossible);
        }
    }
}
