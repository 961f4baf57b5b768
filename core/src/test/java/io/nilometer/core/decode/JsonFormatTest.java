package io.nilometer.core.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Decoder;
import io.nilometer.api.Field;
import io.nilometer.api.Format;
import io.nilometer.api.Options;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonFormatTest {

    private static final List<Field> FIELDS = JsonFields.all();
    private static final Decoder LENIENT = new JsonFormat()
            .decoder(new Options(Map.of("lenient", true)), FIELDS, new Format.Settings(ZoneId.of("Europe/Berlin"), 64));
    private final Decoder decoder = new JsonFormat()
            .decoder(new Options(Map.of()), FIELDS, new Format.Settings(ZoneId.of("Europe/Berlin"), 64));

    @Test
    void reads_a_flat_event() {
        assertThat(fields(JsonCorpus.EVENT))
                .containsEntry("timestamp", Instant.parse("2026-01-01T00:00:01.123456Z"))
                .containsEntry("service", "checkout")
                .containsEntry("user_id", "u12345")
                .containsEntry("status_code", "200")
                .containsEntry("a", null);
    }

    @Test
    void says_why_a_record_is_rejected() {
        assertThat(of("")).isEqualTo("empty");
        assertThat(of(" \r\n")).isEqualTo("empty");
        assertThat(of("hello")).isEqualTo("not_json");
        assertThat(of("{\"a\":1} {}")).isEqualTo("not_json");
        assertThat(of("{\"a\":NaN}")).isEqualTo("not_json");
        assertThat(of("[1]")).isEqualTo("not_an_object");
        assertThat(of("null")).isEqualTo("not_an_object");
        assertThat(of("{\"x\":" + "[".repeat(63) + "]".repeat(63) + "}")).isInstanceOf(Map.class);
        assertThat(of("{\"x\":" + "[".repeat(64) + "]".repeat(64) + "}")).isEqualTo("too_deep");
        assertThat(of("[".repeat(100_000))).isEqualTo("too_deep");
        assertThat(Decoded.of(decoder, FIELDS, latin("{é\"s\":1}"))).isEqualTo("not_json");
    }

    @Test
    void integers_are_taken_in_any_spelling_when_they_fit() {
        assertThat(field("int", "2147483647")).isEqualTo(2147483647L);
        assertThat(field("int", "2147483648")).isEqualTo(Decoded.BAD);
        assertThat(field("tiny", "-128")).isEqualTo(-128L);
        assertThat(field("tiny", "-129")).isEqualTo(Decoded.BAD);
        assertThat(field("a", "-9223372036854775808")).isEqualTo(Long.MIN_VALUE);
        assertThat(field("a", "9223372036854775807")).isEqualTo(Long.MAX_VALUE);
        assertThat(field("a", "9223372036854775808")).isEqualTo(Decoded.BAD);
        assertThat(field("a", "-9223372036854775809")).isEqualTo(Decoded.BAD);
        assertThat(field("a", "1E5")).isEqualTo(100_000L);
        assertThat(field("a", "200.0")).isEqualTo(200L);
        assertThat(field("a", "-0")).isEqualTo(0L);
        assertThat(field("a", "0.1")).isEqualTo(Decoded.BAD);
        assertThat(field("a", "1e99999999999999999999")).isEqualTo(Decoded.BAD);
        assertThat(field("a", "\"12\"")).isEqualTo(12L);
        assertThat(field("a", "\" 12\"")).isEqualTo(12L);
        assertThat(field("a", "true")).isEqualTo(Decoded.BAD);
        assertThat(field("a", "[]")).isEqualTo(Decoded.BAD);
    }

    @Test
    void doubles_are_the_nearest_and_never_overflow() {
        assertThat(field("real", "0.1")).isEqualTo(0.1);
        assertThat(field("real", "-0")).isEqualTo(-0.0);
        assertThat(field("real", "2.2250738585072011e-308")).isEqualTo(2.2250738585072011e-308);
        assertThat(field("real", "1e400")).isEqualTo(Decoded.BAD);
        assertThat(field("real", "1e-400")).isEqualTo(0.0);
        assertThat(field("real", "\"NaN\"")).isEqualTo(Decoded.BAD);
        assertThat(field("real", "\"-Infinity\"")).isEqualTo(Decoded.BAD);
        assertThat(field("real", "\"0x1p3\"")).isEqualTo(Decoded.BAD);
        assertThat(field("real", "\"1d\"")).isEqualTo(Decoded.BAD);
        assertThat(field("float", "3.5e38")).isEqualTo(Decoded.BAD);
    }

    @Test
    void decimals_are_rounded_half_up_and_bad_when_too_large() {
        assertThat(field("dec", "0.005")).isEqualTo(new BigDecimal("0.01"));
        assertThat(field("dec", "-0.005")).isEqualTo(new BigDecimal("-0.01"));
        assertThat(field("dec", "0.00499999999999999999999999999")).isEqualTo(new BigDecimal("0.00"));
        assertThat(field("dec", "12345e-3")).isEqualTo(new BigDecimal("12.35"));
        assertThat(field("dec", "1e3")).isEqualTo(new BigDecimal("1000.00"));
        assertThat(field("dec", "9999999999999999.994")).isEqualTo(new BigDecimal("9999999999999999.99"));
        assertThat(field("dec", "9999999999999999.995")).isEqualTo(Decoded.BAD);
        assertThat(field("dec", "1e999999999")).isEqualTo(Decoded.BAD);
        assertThat(field("dec", "1e-999999999")).isEqualTo(new BigDecimal("0.00"));
        assertThat(field("whole_dec", "99999999999999999999999999999999999999"))
                .isEqualTo(new BigDecimal("9".repeat(38)));
    }

    @Test
    void text_is_the_literal_of_what_is_no_string() {
        assertThat(field("s", "1.50")).isEqualTo("1.50");
        assertThat(field("s", "true")).isEqualTo("true");
        assertThat(field("s", "{ \"x\" : [1 , 2] }")).isEqualTo("{ \"x\" : [1 , 2] }");
        assertThat(field("s", "null")).isNull();
        assertThat(field("s", "\"a\\n\\u20ac\\ud83d\\ude00\\ud800\\/\"")).isEqualTo("a\n€😀\uFFFD/");
        assertThat(field("s", "\"€😀\"")).isEqualTo("€😀");
    }

    @Test
    void booleans_and_dates_take_their_words() {
        assertThat(field("bool", "true")).isEqualTo(true);
        assertThat(field("bool", "\"false\"")).isEqualTo(false);
        assertThat(field("bool", "1")).isEqualTo(Decoded.BAD);
        assertThat(field("date", "\"2024-02-29\"")).isEqualTo(LocalDate.of(2024, 2, 29));
        assertThat(field("date", "\"2026-01-01T23:00:00-05:00\"")).isEqualTo(LocalDate.of(2026, 1, 1));
        assertThat(field("date", "\"2026-02-29\"")).isEqualTo(Decoded.BAD);
    }

    @Test
    void timestamps_are_iso_texts_or_numbers_of_a_plausible_unit() {
        assertThat(field("time", "\"2026-01-01T00:00:01+02:00\"")).isEqualTo(Instant.parse("2025-12-31T22:00:01Z"));
        assertThat(field("time", "\"2026-07-01 12:00\"")).isEqualTo(Instant.parse("2026-07-01T10:00:00Z"));
        assertThat(field("time", "1767225601")).isEqualTo(Instant.parse("2026-01-01T00:00:01Z"));
        assertThat(field("time", "1767225601.25")).isEqualTo(Instant.parse("2026-01-01T00:00:01.25Z"));
        assertThat(field("time", "1767225601123")).isEqualTo(Instant.parse("2026-01-01T00:00:01.123Z"));
        assertThat(field("time", "1767225601123456")).isEqualTo(Instant.parse("2026-01-01T00:00:01.123456Z"));
        assertThat(field("time", "1767225601123456789")).isEqualTo(Instant.parse("2026-01-01T00:00:01.123456Z"));
        assertThat(field("time", "\"1767225601\"")).isEqualTo(Instant.parse("2026-01-01T00:00:01Z"));
        assertThat(field("time", "17672256")).isEqualTo(Decoded.BAD);
        assertThat(field("time", "1e300")).isEqualTo(Decoded.BAD);
        assertThat(field("millis", "1000")).isEqualTo(Instant.ofEpochSecond(1));
        assertThat(field("millis", "-1")).isEqualTo(Instant.parse("1969-12-31T23:59:59.999Z"));
        assertThat(field("millis", "1e18")).isEqualTo(Decoded.BAD);
    }

    @Test
    void collections_keep_nulls_and_are_bad_with_an_element_that_does_not_fit() {
        assertThat(field("list", "[1,null,\"3\"]")).isEqualTo(Arrays.asList(1L, null, 3L));
        assertThat(field("list", "[1,\"x\"]")).isEqualTo(Decoded.BAD);
        assertThat(field("list", "{}")).isEqualTo(Decoded.BAD);
        assertThat(field("texts", "[\"a\",1,{\"x\": 1}]")).isEqualTo(List.of("a", "1", "{\"x\": 1}"));
        assertThat(field("map", "{\"k\":\"v\",\"n\":null,\"k\":\"w\"}"))
                .isEqualTo(new LinkedHashMap<>(mapOf("k", "w", "n", null)));
        assertThat(field("counts", "{\"k\":\"v\"}")).isEqualTo(Decoded.BAD);
        assertThat(field("struct", "{\"t\":\"2026-01-01T00:00:00Z\",\"other\":{},\"list\":[1.25]}"))
                .isEqualTo(mapOf(
                        "n", null, "t", Instant.parse("2026-01-01T00:00:00Z"), "list", List.of(new BigDecimal("1.3"))));
    }

    @Test
    void paths_lead_into_objects_and_the_last_of_a_name_counts_with_all_that_is_in_it() {
        assertThat(fields("{\"o\":{\"b\":1,\"c\":{\"d\":\"x\"}}}"))
                .containsEntry("o_b", 1L)
                .containsEntry("o_c_d", "x")
                .containsEntry("o", "{\"b\":1,\"c\":{\"d\":\"x\"}}");
        assertThat(fields("{\"o\":{\"b\":1},\"o\":{}}"))
                .containsEntry("o_b", null)
                .containsEntry("o", "{}");
        assertThat(fields("{\"o\":{\"b\":1},\"o\":null}"))
                .containsEntry("o_b", null)
                .containsEntry("o", null);
        assertThat(fields("{\"a\":1,\"\\u0061\":\"x\"}"))
                .containsEntry("a", Decoded.BAD)
                .containsEntry("a_again", "x");
    }

    @Test
    void bytes_in_strings_that_are_not_utf_8_become_the_replacement_character() {
        assertThat(fields(latin("{\"s\":\"café\",\"a\":1}")))
                .containsEntry("s", "caf\uFFFD")
                .containsEntry("a", 1L);
        assertThat(fields(latin("{\"café\":1,\"a\":2,\"o\":{\"é\":[\"é\"]}}")))
                .containsEntry("a", 2L)
                .containsEntry("o", "{\"\uFFFD\":[\"\uFFFD\"]}");
        assertThat(fields(latin("{\"map\":{\"k\":\"é\"}}"))).containsEntry("map", Map.of("k", "\uFFFD"));
    }

    @Test
    void lenient_takes_bytes_in_hexadecimal_and_control_characters_and_nothing_else() {
        String escapes = "{\"s\":\"\\xC3\\xA3 \\x22q\\x22 \\x5Cn \\xe9 \\x0a|\\xF0\\x9F\\x98\\x80\\u0041\\\\x41\"}";
        assertThat(of(escapes)).isEqualTo("not_json");
        assertThat(lenient(escapes)).containsEntry("s", "ã \"q\" \\n é \n|😀A\\x41");
        assertThat(of("{\"s\":\"a\tb\"}")).isEqualTo("not_json");
        assertThat(lenient("{\"s\":\"a\tb\\t\u0000\",\"a\":3}"))
                .containsEntry("s", "a\tb\t\u0000")
                .containsEntry("a", 3L);
        assertThat(lenient("{\"\\x61\":7}")).containsEntry("a", 7L);
        assertThat(lenient(JsonCorpus.EVENT)).containsEntry("service", "checkout");
        for (String wrong : List.of(
                "{\"s\":\"\\x4\"}",
                "{\"s\":\"\\xZZ\"}",
                "{\"s\":\"\\q\"}",
                "{\"s\":\\x22}",
                "{'s':'a\tb'}",
                "{\"s\":\"a\tb\",}",
                "{\"s\":-}",
                "{\"s\":NaN}",
                "{\"s\":\"a\tb")) {
            assertThat(Decoded.of(LENIENT, FIELDS, wrong)).as(wrong).isEqualTo("not_json");
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> lenient(String record) {
        return (Map<String, Object>) Decoded.of(LENIENT, FIELDS, record);
    }

    private static byte[] latin(String record) {
        return record.getBytes(StandardCharsets.ISO_8859_1);
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> fields(byte[] record) {
        return (Map<String, Object>) Decoded.of(decoder, FIELDS, record);
    }

    @Test
    void a_byte_order_mark_is_no_part_of_the_record() {
        assertThat(fields("\uFEFF{\"a\":1}")).containsEntry("a", 1L);
    }

    @Test
    void what_was_learned_from_one_record_does_not_change_the_next() {
        assertThat(fields("{\"x\":1,\"a\":2}")).containsEntry("a", 2L);
        assertThat(fields("{\"a\":3,\"x\":1}")).containsEntry("a", 3L);
        assertThat(fields("{\"xx\":1,\"ab\":2}")).containsEntry("a", null);
        assertThat(fields("{\"x\":1,\"s\":\"b\",\"a\":4}"))
                .containsEntry("a", 4L)
                .containsEntry("s", "b");
    }

    @Test
    void a_megabyte_of_anything_takes_no_longer_than_its_length() {
        int size = 1 << 20;
        for (String value : List.of(
                "1".repeat(size),
                "0." + "1".repeat(size),
                "\"" + "\\u0041".repeat(size / 6) + "\"",
                "[" + "1,".repeat(size / 2) + "1]",
                "\"" + "9".repeat(size) + "\"",
                "{" + "\"k\":{},".repeat(size / 7) + "\"k\":1}")) {
            for (String name : JsonFields.NAMES) {
                long start = System.nanoTime();
                assertThat(of("{\"" + name + "\":" + value + "}")).isInstanceOf(Map.class);
                assertThat(System.nanoTime() - start)
                        .as(name + " of " + value.substring(0, 9))
                        .isLessThan(30_000_000_000L);
            }
        }
    }

    private Object field(String name, String json) {
        return fields("{\"" + name + "\":" + json + "}").get(name);
    }

    @SuppressWarnings("unchecked") // a decoded record is a map by name
    private Map<String, Object> fields(String json) {
        return (Map<String, Object>) of(json);
    }

    private Object of(String json) {
        return Decoded.of(decoder, FIELDS, json);
    }

    private static Map<String, Object> mapOf(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }
}
