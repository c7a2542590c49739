package io.github.bluegreen4j.examples.local.http;

/** The server refused a call, and changed nothing. */
public final class AdminException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    /** A refusal with an HTTP status and a reason for people. */
    public AdminException(int status, String reason) {
        super(reason);
        this.status = status;
    }

    /** There is no such thing (404). */
    public static AdminException notFound(String what) {
        return new AdminException(404, "no " + what);
    }

    /** The request makes no sense (400). */
    public static AdminException badRequest(String reason) {
        return new AdminException(400, reason);
    }

    /** It contradicts what is there (409). */
    public static AdminException conflict(String reason) {
        return new AdminException(409, reason);
    }

    /** What the caller had read is no longer so (412). */
    public static AdminException preconditionFailed(String reason) {
        return new AdminException(412, reason);
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }
}
