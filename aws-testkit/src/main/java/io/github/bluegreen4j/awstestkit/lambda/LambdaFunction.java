package io.github.bluegreen4j.awstestkit.lambda;

/** A function of a test. */
@FunctionalInterface
public interface LambdaFunction {
    /**
     * Is invoked, on the thread of the caller. What it throws is an unhandled error of the function.
     *
     * @param payload what it is told, JSON
     */
    LambdaAnswer invoke(String payload) throws Exception;
}
