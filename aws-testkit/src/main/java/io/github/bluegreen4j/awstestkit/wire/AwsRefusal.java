package io.github.bluegreen4j.awstestkit.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** An answer that says no, or makes no sense: what the service answers instead of doing what it was asked to. */
public final class AwsRefusal extends RuntimeException {
    /** The code of an answer that is no refusal but not what the protocol allows. */
    static final String NONSENSE = "";

    private final int status;
    private final String code;
    private final ObjectNode details;

    /**
     * A refusal.
     *
     * @param status the HTTP status
     * @param code AWS's code of the error
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

    /** The same with more fields, in services that speak JSON. */
    public AwsRefusal with(ObjectNode moreDetails) {
        return new AwsRefusal(status, code, text(), moreDetails);
    }

    /** The refusal of a request that is at fault itself: status 400. */
    public static AwsRefusal of(String code, String message) {
        return new AwsRefusal(400, code, message);
    }

    /** An answer that no client understands, as a proxy in between may give. */
    public static AwsRefusal nonsense(int status, String body) {
        return new AwsRefusal(status, NONSENSE, body);
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** AWS's code of the error. */
    public String code() {
        return code;
    }

    /** What it says. */
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
