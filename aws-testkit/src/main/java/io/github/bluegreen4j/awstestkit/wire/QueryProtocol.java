package io.github.bluegreen4j.awstestkit.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import software.amazon.awssdk.http.SdkHttpRequest;

/** The query protocol: a form with {@code Action} and {@code Version}, answered in XML. */
final class QueryProtocol implements Protocol {

    @Override
    public Optional<AwsCall> read(SdkHttpRequest request, byte[] body) {
        boolean form = request.firstMatchingHeader("Content-Type")
                .filter(type -> type.startsWith("application/x-www-form-urlencoded"))
                .isPresent();
        if (!form) {
            return Optional.empty();
        }
        QueryTree tree = new QueryTree();
        String action = "";
        String version = "";
        for (String pair : new String(body, StandardCharsets.UTF_8).split("&", -1)) {
            int is = pair.indexOf('=');
            String name = decode(is < 0 ? pair : pair.substring(0, is));
            String value = is < 0 ? "" : decode(pair.substring(is + 1));
            switch (name) {
                case "Action" -> action = value;
                case "Version" -> version = value;
                default -> tree.put(name, value);
            }
        }
        Optional<Api> api = Api.of(version);
        return api.isEmpty() ? Optional.empty() : Optional.of(new AwsCall(api.get(), action, tree.root()));
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String namespace(AwsCall call) {
        String host = call.api() == Api.CLOUDWATCH ? "monitoring" : call.api().prefix();
        return "http://" + host + ".amazonaws.com/doc/" + call.api().wireName() + "/";
    }

    @Override
    public AwsReply write(AwsCall call, ObjectNode answer, String requestId) {
        XmlText xml = new XmlText();
        xml.open(call.operation() + "Response xmlns=\"" + namespace(call) + "\"");
        xml.element(call.operation() + "Result", answer);
        xml.open("ResponseMetadata").text("RequestId", requestId).close("ResponseMetadata");
        return reply(200, xml.close(call.operation() + "Response"));
    }

    @Override
    public AwsReply write(AwsRefusal refusal, AwsCall call, String requestId) {
        XmlText xml = new XmlText();
        xml.open("ErrorResponse xmlns=\"" + namespace(call) + "\"").open("Error");
        xml.text("Type", refusal.status() < 500 ? "Sender" : "Receiver");
        xml.text("Code", refusal.code()).text("Message", refusal.text());
        xml.close("Error").text("RequestId", requestId);
        return reply(refusal.status(), xml.close("ErrorResponse"));
    }

    private static AwsReply reply(int status, XmlText xml) {
        return AwsReply.of(status, "text/xml", xml.toString());
    }
}
