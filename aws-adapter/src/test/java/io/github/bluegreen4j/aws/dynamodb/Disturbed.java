package io.github.bluegreen4j.aws.dynamodb;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;

/** Lets others write at the same moment, and cancels transactions as DynamoDB does then; the fake never does. */
final class Disturbed implements SdkHttpClient {
    private final SdkHttpClient client;
    private final AtomicInteger left = new AtomicInteger();
    private volatile String code = "";
    private volatile Optional<Runnable> meanwhile = Optional.empty();

    Disturbed(SdkHttpClient client) {
        this.client = client;
    }

    /** The next transactions are cancelled for that reason. */
    void cancels(int transactions, String reason) {
        code = reason;
        left.set(transactions);
    }

    /** Something happens just before the next transaction. */
    void meanwhile(Runnable something) {
        meanwhile = Optional.of(something);
    }

    /** How many more are to be cancelled. */
    int left() {
        return left.get();
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        boolean isTransaction = request.httpRequest()
                .firstMatchingHeader("X-Amz-Target")
                .filter(target -> target.contains("Transact"))
                .isPresent();
        if (isTransaction) {
            Optional<Runnable> something = meanwhile;
            meanwhile = Optional.empty();
            something.ifPresent(Runnable::run);
        }
        if (!isTransaction || left.getAndUpdate(count -> Math.max(0, count - 1)) == 0) {
            return client.prepareRequest(request);
        }
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() {
                return cancelled();
            }

            @Override
            public void abort() {}
        };
    }

    private HttpExecuteResponse cancelled() {
        String body = "{\"__type\":\"com.amazonaws.dynamodb.v20120810#TransactionCanceledException\","
                + "\"Message\":\"Transaction cancelled, please refer cancellation reasons for specific reasons [" + code
                + "]\",\"CancellationReasons\":[{\"Code\":\"None\"},{\"Code\":\"" + code + "\"}]}";
        return HttpExecuteResponse.builder()
                .response(SdkHttpResponse.builder()
                        .statusCode(400)
                        .putHeader("Content-Type", "application/x-amz-json-1.0")
                        .build())
                .responseBody(
                        AbortableInputStream.create(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))))
                .build();
    }

    @Override
    public void close() {
        client.close();
    }
}
