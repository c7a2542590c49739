package io.github.bluegreen4j.notify;

import java.nio.charset.StandardCharsets;

/** Percent-encoding, as CloudEvents wants it in headers and package URLs want it in names. */
final class Percents {
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private Percents() {}

    /** @param alsoPlain more characters that stay as they are */
    static String encoded(String text, String alsoPlain) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (UNRESERVED.indexOf(c) >= 0 || alsoPlain.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append(String.format("%%%02X", (int) c));
            }
        }
        return encoded.toString();
    }
}
