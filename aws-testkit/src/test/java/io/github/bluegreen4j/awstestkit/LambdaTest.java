package io.github.bluegreen4j.awstestkit;

import static io.github.bluegreen4j.awstestkit.WireRefusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bluegreen4j.awstestkit.fault.WireFault;
import io.github.bluegreen4j.awstestkit.lambda.LambdaAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.ServiceException;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

class LambdaTest {
    private final WireShop shop = new WireShop();
    private final List<String> payloads = new ArrayList<>();

    private InvokeResponse invoke(String function, String payload) {
        return shop.lambda.invoke(request -> request.functionName(function).payload(SdkBytes.fromUtf8String(payload)));
    }

    @Test
    void aFunctionIsToldThePayloadAndAnswers() {
        shop.aws.lambda().function("smoke-test", payload -> {
            payloads.add(payload);
            return LambdaAnswer.returned("{\"hookStatus\":\"SUCCEEDED\"}");
        });

        InvokeResponse answer = invoke("smoke-test", "{\"a\":\"ä\"}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.functionError()).isNull();
        assertThat(answer.payload().asUtf8String()).isEqualTo("{\"hookStatus\":\"SUCCEEDED\"}");
        assertThat(answer.executedVersion()).isEqualTo("$LATEST");
        invoke(shop.aws.arns().function("smoke-test"), "{}");
        invoke(shop.aws.arns().function("smoke-test") + ":live", "{}");
        shop.lambda.invoke(request -> request.functionName("smoke-test")
                .qualifier("live")
                .invocationType(InvocationType.EVENT)
                .payload(SdkBytes.fromUtf8String("{}")));
        assertThat(payloads).containsExactly("{\"a\":\"ä\"}", "{}", "{}", "{}");
    }

    @Test
    void whatAFunctionThrowsIsItsError() {
        shop.aws.lambda().function("smoke-test", payload -> {
            throw new IllegalStateException("the cart is empty");
        });

        InvokeResponse answer = invoke("smoke-test", "{}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.functionError()).isEqualTo("Unhandled");
        assertThat(answer.payload().asUtf8String()).contains("IllegalStateException", "the cart is empty");
    }

    @Test
    void aFunctionMayFailInItsOwnWordsOrTakeTooLong() {
        shop.aws.lambda().function("handled", payload -> LambdaAnswer.handled("Cart", "empty"));
        shop.aws.lambda().function("slow", payload -> LambdaAnswer.timedOut(Duration.ofSeconds(3)));

        assertThat(invoke("handled", "{}").functionError()).isEqualTo("Handled");
        assertThat(invoke("slow", "{}").payload().asUtf8String()).contains("Task timed out after 3.00 seconds");
    }

    @Test
    void whatAwsRefusesIsRefused() {
        assertThat(refused(
                        () -> invoke("none", "{}"), "ResourceNotFoundException", "Function not found: arn:aws:lambda"))
                .isInstanceOf(ResourceNotFoundException.class);
        shop.aws.lambda().function("smoke-test", payload -> LambdaAnswer.returned("{}"));
        refused(() -> invoke("smoke-test", "{no json"), "InvalidRequestContentException", "Could not parse");
    }

    @Test
    void itMayBeThrottledBrokenOrOutOfReach() {
        shop.aws.lambda().function("smoke-test", payload -> LambdaAnswer.returned("{}"));
        shop.aws.faults().on("lambda:InvokeFunction").nth(1).happens(WireFault.THROTTLED);
        shop.aws.faults().on("lambda:InvokeFunction").nth(2).happens(WireFault.INTERNAL_ERROR);
        shop.aws.faults().on("lambda:InvokeFunction").nth(3).happens(WireFault.CONNECTION_REFUSED);

        assertThat(refused(() -> invoke("smoke-test", "{}"), "TooManyRequestsException", "Rate"))
                .isInstanceOf(TooManyRequestsException.class);
        assertThat(refused(() -> invoke("smoke-test", "{}"), "ServiceException", ""))
                .isInstanceOf(ServiceException.class);
        assertThatThrownBy(() -> invoke("smoke-test", "{}"))
                .isInstanceOf(SdkClientException.class)
                .hasRootCauseInstanceOf(java.net.ConnectException.class);
        shop.aws.denies("lambda:InvokeFunction");
        refused(
                () -> invoke("smoke-test", "{}"),
                "AccessDeniedException",
                "is not authorized to perform: lambda:InvokeFunction on resource: "
                        + shop.aws.arns().function("smoke-test"));
    }
}
