package io.github.bluegreen4j.aws.dynamodb;

import java.io.IOException;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/** Answers requests of one action only when a number of them are under way at the same time. */
final class AtOnceClient implements SdkHttpClient {
    private static final int PATIENCE_SECONDS = 30;

    private final SdkHttpClient client;
    private final AtomicInteger met = new AtomicInteger();
    private volatile String action = "none";
    private volatile CyclicBarrier all = new CyclicBarrier(1);

    AtOnceClient(SdkHttpClient client) {
        this.client = client;
    }

    /** The next requests of this action are answered when so many of them are under way. */
    void expects(String awaited, int number) {
        all = new CyclicBarrier(number, met::incrementAndGet);
        action = awaited;
    }

    /** How often all were under way. */
    int met() {
        return met.get();
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        ExecutableHttpRequest prepared = client.prepareRequest(request);
        boolean isAwaited = request.httpRequest()
                .firstMatchingHeader("X-Amz-Target")
                .filter(target -> target.endsWith("." + action))
                .isPresent();
        if (!isAwaited) {
            return prepared;
        }
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                try {
                    all.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                } catch (InterruptedException | BrokenBarrierException | TimeoutException alone) {
                    throw new IOException("the others are not under way", alone);
                }
                return prepared.call();
            }

            @Override
            public void abort() {
                prepared.abort();
            }
        };
    }

    @Override
    public void close() {
        client.close();
    }
}
