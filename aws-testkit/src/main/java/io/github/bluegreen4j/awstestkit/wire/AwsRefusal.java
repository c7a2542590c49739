package io.github.bluegreen4j.awstestkit.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** An error answer of a service, or a malformed answer. The message is AWS's message. */
public final class AwsRefusal extends RuntimeException {
    /** The code of a malformed answer. */
    static final String NONSENSE = "";

    /** The HTTP status. */
    private final int status;
    /** The error code; empty for a malformed answer. */
    private final String code;
    /** Additional fields of the error answer, in JSON protocols. */
    private final ObjectNode details;

    /**
     * Creates an error answer.
     *
     * @param status the HTTP status
     * @param code the error code
     * @param message the message
     */
    public AwsRefusal(int status, String code, String message) {
        this(status, code, message, JsonNodeFactory.instance.objectNode());
    }

    private AwsRefusal(int status, String code, String message, ObjectNode details) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.details = details;
    }

    /**
     * Adds fields to the error answer. Only JSON protocols have them.
     *
     * @param moreDetails the fields
     * @return a refusal with these fields
     */
    public AwsRefusal with(ObjectNode moreDetails) {
        return new AwsRefusal(status, code, text(), moreDetails);
    }

    /**
     * Creates the refusal of an invalid request, with status 400.
     *
     * @param code the error code
     * @param message the message
     * @return the refusal
     */
    public static AwsRefusal of(String code, String message) {
        return new AwsRefusal(400, code, message);
    }

    /**
     * Creates an answer that no client can parse, for example a proxy's page.
     *
     * @param status the HTTP status
     * @param body the body of the answer
     * @return the answer
     */
    public static AwsRefusal nonsense(int status, String body) {
        return new AwsRefusal(status, NONSENSE, body);
    }

    /** {@return the HTTP status} */
    public int status() {
        return status;
    }

    /** {@return the error code; empty for a malformed answer} */
    public String code() {
        return code;
    }

    /** {@return the message; empty if there is none} */
    public String text() {
        String message = getMessage();
        return message == null ? "" : message;
    }

    ObjectNode details() {
        return details;
    }

    boolean isNonsense() {
        return code.equals(NONSENSE);
    }
}
