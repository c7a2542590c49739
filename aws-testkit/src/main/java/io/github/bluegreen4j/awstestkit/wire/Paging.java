package io.github.bluegreen4j.awstestkit.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Function;

/** The fields by which a service's operations are paged. */
public enum Paging {
    /** Elastic Load Balancing. */
    MARKER("Marker", "PageSize", "NextMarker"),
    /** Application Auto Scaling. */
    NEXT_TOKEN("NextToken", "MaxResults", "NextToken"),
    /** ECS. */
    ECS("nextToken", "maxResults", "nextToken");

    private final String from;
    private final String size;
    private final String next;

    Paging(String from, String size, String next) {
        this.from = from;
        this.size = size;
        this.next = next;
    }

    /**
     * Answers with the page that a request asks for.
     *
     * @param <T> the type of the elements
     * @param input the request
     * @param all the elements of all pages
     * @param most the size of a page at most, and when the request says nothing
     * @param field the field of the answer with the page's elements
     * @param description describes an element
     * @return the answer
     */
    public <T> ObjectNode answer(
            ObjectNode input, List<T> all, int most, String field, Function<T, JsonNode> description) {
        Page<T> page = Page.of(
                all, Inputs.text(input, from), Inputs.number(input, size).orElse(most), most);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode elements = answer.putArray(field);
        page.elements().forEach(element -> elements.add(description.apply(element)));
        page.next().ifPresent(token -> answer.put(next, token));
        return answer;
    }
}
