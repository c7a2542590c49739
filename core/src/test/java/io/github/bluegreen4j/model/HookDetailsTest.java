package io.github.bluegreen4j.model;

import static io.github.bluegreen4j.model.SpecRefusals.faultsOf;
import static io.github.bluegreen4j.model.SpecRefusals.fieldsRefusedBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HookDetailsTest {

    @Test
    void they_hold_whatever_json_can_say() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("text", "say \"hé\"\\\n");
        values.put("number", 1.5);
        values.put("yes", true);
        values.put("nothing", null);
        values.put("list", List.of(1, List.of(), Map.of()));
        values.put("map", Map.of("a", Map.of("b", 2)));

        assertThat(new HookDetails(values))
                .hasToString("{\"text\":\"say \\\"hé\\\"\\\\\\u000a\",\"number\":1.5,\"yes\":true,\"nothing\":null,"
                        + "\"list\":[1,[],{}],\"map\":{\"a\":{\"b\":2}}}");
        assertThat(new HookDetails(values).values()).isEqualTo(values);
    }

    @Test
    void nothing_can_change_them_later_however_deep() {
        List<Object> list = new ArrayList<>(List.of("a"));
        Map<String, Object> inner = new HashMap<>(Map.of("list", list));
        Map<String, Object> values = new HashMap<>(Map.of("inner", inner));
        HookDetails details = new HookDetails(values);
        list.add("b");
        inner.put("more", 1);
        values.put("more", 1);

        assertThat(details).hasToString("{\"inner\":{\"list\":[\"a\"]}}");
        assertThat(details.values()).isUnmodifiable();
        Map<?, ?> copy = (Map<?, ?>) details.values().get("inner");
        assertThat(copy).isUnmodifiable();
        assertThat((List<?>) copy.get("list")).isUnmodifiable();
    }

    static Stream<Object> whatJsonCannotSay() {
        return Stream.of(
                new Object(),
                'c',
                new int[0],
                new AtomicInteger(),
                Double.NaN,
                Double.NEGATIVE_INFINITY,
                Float.POSITIVE_INFINITY,
                BigInteger.ONE.shiftLeft(4096),
                new BigDecimal(BigInteger.ONE.shiftLeft(4096), 7),
                Map.of(1, 2));
    }

    @ParameterizedTest
    @MethodSource("whatJsonCannotSay")
    void what_json_cannot_say_is_refused_wherever_it_is(Object value) {
        assertThat(fieldsRefusedBy(() -> new HookDetails(Map.of("a", Map.of("b", List.of(0, value))))))
                .containsExactly("hookDetails.a.b[1]");
    }

    @Test
    void a_refused_number_is_told_without_writing_thousands_of_digits() {
        String allowed = "a finite Byte, Short, Integer, Long, Float, Double, "
                + "or a BigInteger or BigDecimal of at most 4096 bits";
        assertThat(faultsOf(() -> new HookDetails(Map.of("a", Double.NaN))))
                .containsExactly("hookDetails.a: \"Double NaN\" is not allowed; allowed: " + allowed);
        assertThat(faultsOf(() -> new HookDetails(Map.of("a", BigInteger.ONE.shiftLeft(4096)))))
                .containsExactly("hookDetails.a: \"BigInteger of more bits\" is not allowed; allowed: " + allowed);
        assertThat(faultsOf(() -> new HookDetails(Map.of("a", new BigDecimal(BigInteger.ONE.shiftLeft(4096))))))
                .containsExactly("hookDetails.a: \"BigDecimal of more bits\" is not allowed; allowed: " + allowed);
    }

    @Test
    void keys_are_texts() {
        assertThat(faultsOf(() -> new HookDetails(Map.of("a", Map.of(1, 2)))))
                .containsExactly("hookDetails.a: \"1\" is not allowed; allowed: keys that are texts");
        assertThat(fieldsRefusedBy(() -> new HookDetails(null))).containsExactly("hookDetails");
    }

    @Test
    void a_list_that_holds_itself_is_refused() {
        List<Object> list = new ArrayList<>();
        list.add(list);

        assertThat(faultsOf(() -> new HookDetails(Map.of("a", list))).get(0))
                .startsWith("hookDetails.a[0][0]")
                .endsWith("\"deeper\" is not allowed; allowed: at most 32 levels");
    }

    @Test
    void they_are_nested_32_deep_at_most() {
        assertThat(new HookDetails(Map.of("a", nested(31))).isEmpty()).isFalse();
        assertThat(faultsOf(() -> new HookDetails(Map.of("a", nested(32))))).hasSize(1);
        assertThat(new HookDetails(Map.of("a", nestedLists(31))).isEmpty()).isFalse();
        assertThat(faultsOf(() -> new HookDetails(Map.of("a", nestedLists(32)))))
                .hasSize(1);
    }

    private static Object nested(int levels) {
        Object value = Map.of();
        for (int i = 1; i < levels; i++) {
            value = Map.of("a", value);
        }
        return value;
    }

    private static Object nestedLists(int levels) {
        Object value = List.of();
        for (int i = 1; i < levels; i++) {
            value = List.of(value);
        }
        return value;
    }

    @Test
    void they_are_32_kib_at_most_as_utf_8() {
        int frame = "{\"a\":\"\"}".length();
        String full = "é".repeat((HookDetails.MAX_BYTES - frame) / 2);

        assertThat(new HookDetails(Map.of("a", full)).values()).hasSize(1);
        assertThat(faultsOf(() -> new HookDetails(Map.of("a", full + "x"))))
                .containsExactly("hookDetails: \"32769 bytes\" is not allowed; allowed: at most 32768 bytes of JSON");
    }

    @Test
    void half_a_surrogate_pair_is_escaped_and_a_whole_one_is_not() {
        assertThat(new HookDetails(Map.of("a", "\ud83d\ude00"))).hasToString("{\"a\":\"\ud83d\ude00\"}");
        assertThat(new HookDetails(Map.of("a", "\ude00x\ud83d"))).hasToString("{\"a\":\"\\ude00x\\ud83d\"}");
        assertThat(new HookDetails(Map.of("a", "\ud83dx"))).hasToString("{\"a\":\"\\ud83dx\"}");
    }

    @Test
    void merging_is_shallow_and_the_newer_member_wins() {
        HookDetails older = new HookDetails(Map.of("kept", 1, "changed", Map.of("a", 1)));
        HookDetails newer = new HookDetails(Map.of("changed", Map.of("b", 2), "added", 3));

        assertThat(older.merge(newer).values()).isEqualTo(Map.of("kept", 1, "changed", Map.of("b", 2), "added", 3));
        assertThat(older.merge(HookDetails.EMPTY)).isEqualTo(older);
        assertThat(HookDetails.EMPTY.merge(newer)).isEqualTo(newer);
        assertThat(HookDetails.EMPTY.isEmpty()).isTrue();
        assertThat(newer.isEmpty()).isFalse();
    }

    @Test
    void merging_beyond_32_kib_is_refused() {
        HookDetails older = new HookDetails(Map.of("a", "x".repeat(20_000)));
        HookDetails newer = new HookDetails(Map.of("b", "x".repeat(20_000)));

        assertThat(fieldsRefusedBy(() -> older.merge(newer))).containsExactly("hookDetails");
    }

    @Property
    void a_whole_number_is_the_same_whatever_type_it_came_in(@ForAll long number) {
        HookDetails expected = new HookDetails(Map.of("n", number));

        assertThat(new HookDetails(Map.of("n", BigInteger.valueOf(number)))).isEqualTo(expected);
        assertThat(new HookDetails(Map.of("n", (int) number)))
                .isEqualTo(new HookDetails(Map.of("n", (long) (int) number)));
        assertThat(new HookDetails(Map.of("n", (short) number)))
                .isEqualTo(new HookDetails(Map.of("n", (int) (short) number)));
        assertThat(expected).hasToString("{\"n\":" + number + "}");
    }

    @Property
    void a_fraction_is_the_same_whatever_type_it_came_in(
            @ForAll @DoubleRange(min = -1e300, max = 1e300) double number) {
        HookDetails expected = new HookDetails(Map.of("n", number));

        assertThat(new HookDetails(Map.of("n", new BigDecimal(Double.toString(number)))))
                .isEqualTo(expected);
        assertThat(new HookDetails(Map.of("n", new BigDecimal(Double.toString(number)).setScale(400))))
                .isEqualTo(expected);
    }

    @Test
    void numbers_no_primitive_type_holds_are_kept_exactly() {
        BigInteger big = BigInteger.ONE.shiftLeft(63);
        BigInteger biggest = BigInteger.ONE.shiftLeft(4095);
        BigDecimal fine = new BigDecimal("0.12345678901234567890123456789");
        HookDetails details = new HookDetails(Map.of("big", big, "fine", fine.setScale(40)));

        assertThat(details.values()).isEqualTo(Map.of("big", big, "fine", fine));
        assertThat(new HookDetails(Map.of("a", biggest, "b", new BigDecimal(biggest, 5000))).values())
                .isEqualTo(Map.of("a", biggest, "b", new BigDecimal(biggest, 5000).stripTrailingZeros()));
        assertThat(new HookDetails(Map.of("a", 1L << 31, "b", 1, "c", 1L)).values())
                .isEqualTo(Map.of("a", 1L << 31, "b", 1, "c", 1));
        assertThat(new HookDetails(Map.of("zero", -0.0))).isEqualTo(new HookDetails(Map.of("zero", 0.0f)));
        assertThat(new HookDetails(Map.of("tenth", 0.1f))).isEqualTo(new HookDetails(Map.of("tenth", 0.1)));
        assertThat(new HookDetails(Map.of("huge", new BigDecimal("1e999")))).hasToString("{\"huge\":1E+999}");
    }

    @Property
    void copying_what_was_copied_changes_nothing(@ForAll("json") Map<String, Object> values) {
        HookDetails details = new HookDetails(values);

        assertThat(new HookDetails(details.values())).isEqualTo(details).hasToString(details.toString());
        assertThat(details.isEmpty()).isEqualTo(values.isEmpty());
        assertThat(details.values().keySet()).isEqualTo(values.keySet());
    }

    @Provide
    Arbitrary<Map<String, Object>> json() {
        Arbitrary<String> texts = Arbitraries.strings().ofMaxLength(5);
        Arbitrary<Object> leaves = Arbitraries.oneOf(
                texts.asGeneric(),
                Arbitraries.integers().asGeneric(),
                Arbitraries.doubles().asGeneric(),
                Arbitraries.of(true, false).asGeneric());
        Arbitrary<Object> lists = leaves.list().ofMaxSize(3).asGeneric();
        return Arbitraries.maps(texts, Arbitraries.oneOf(leaves, lists)).ofMaxSize(4);
    }
}
