package io.github.bluegreen4j.awstestkit.lambda;

/** The implementation of a function. */
@FunctionalInterface
public interface LambdaFunction {
    /**
     * Handles an invocation, on the thread of the caller and under the lock of the fake.
     *
     * @param payload the payload of the request, JSON
     * @return the result
     * @throws Exception for an unhandled error of the function
     */
    LambdaAnswer invoke(String payload) throws Exception;
}
