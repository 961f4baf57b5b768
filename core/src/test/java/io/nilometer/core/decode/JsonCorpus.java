package io.nilometer.core.decode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Odd JSON records: right ones and wrong ones, of which nobody says here which is which. */
final class JsonCorpus {

    static final String EVENT =
            "{\"timestamp\":\"2026-01-01T00:00:01.123456Z\",\"level\":\"INFO\",\"service\":\"checkout\","
                    + "\"message\":\"order placed\",\"ip_address\":\"10.1.2.3\",\"user_id\":\"u12345\","
                    + "\"request_id\":\"8d3f0b6e-41f4-4a53-b0a6-3a0c\",\"response_time\":0.123,"
                    + "\"status_code\":200,\"error_code\":null}";

    private static final List<String> VALUES = List.of(
            "1",
            "-1",
            "0",
            "-0",
            "-0.0",
            "01",
            "-",
            "+1",
            ".5",
            "5.",
            "1.0",
            "1.5",
            "0.1",
            "1E5",
            "1e+5",
            "1e-5",
            "1e",
            "1e+",
            "1.e5",
            "12e0",
            "127",
            "128",
            "-128",
            "-129",
            "32767",
            "32768",
            "2147483647",
            "2147483648",
            "-2147483648",
            "-2147483649",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "-9223372036854775809",
            "92233720368547758070e-1",
            "9007199254740993",
            "9007199254740992.5",
            "1e22",
            "1e23",
            "1e308",
            "1e309",
            "1e400",
            "-1e400",
            "1e-400",
            "4.9e-324",
            "3.5e38",
            "1e99999999999999999999",
            "1e-99999999999999999999",
            "0e99999999999999999999",
            "123456789012345678901234567890",
            "0.1234567890123456789012345678901234567890",
            "2.2250738585072011e-308",
            "1" + "0".repeat(400),
            "0." + "0".repeat(400) + "1",
            "999999.995",
            "99999999.99",
            "9999999999999999.994",
            "9999999999999999.995",
            "0.004",
            "0.005",
            "-0.005",
            "1e-3",
            "12345e-3",
            "1767225601",
            "1767225601.5",
            "1767225601123",
            "1767225601123456",
            "1767225601123456789",
            "17672256",
            "1e9",
            "1.767225601e9",
            "true",
            "false",
            "null",
            "True",
            "tru",
            "nul",
            "nulll",
            "falsee",
            "NaN",
            "Infinity",
            "-Infinity",
            "undefined",
            "'a'",
            "\"\"",
            "\"a\"",
            "\"12\"",
            "\" 12\"",
            "\"+12\"",
            "\"007\"",
            "\"1.0\"",
            "\"1.5\"",
            "\"1e2\"",
            "\"0x10\"",
            "\"1d\"",
            "\"true\"",
            "\"false\"",
            "\"TRUE\"",
            "\"NaN\"",
            "\"Infinity\"",
            "\"-Infinity\"",
            "\"1767225601\"",
            "\"1767225601.25\"",
            "\"null\"",
            "\"2026-01-01\"",
            "\"2026-02-29\"",
            "\"2024-02-29\"",
            "\"1900-02-29\"",
            "\"2000-02-29\"",
            "\"2026-1-1\"",
            "\"0000-01-01\"",
            "\"0001-01-01\"",
            "\"9999-12-31T23:59:59.999999999Z\"",
            "\"2026-01-01T00:00\"",
            "\"2026-01-01 00:00:01\"",
            "\"2026-01-01T24:00:00\"",
            "\"2026-01-01T23:59:60Z\"",
            "\"2026-01-01T00:00:01.1\"",
            "\"2026-01-01T00:00:01,123Z\"",
            "\"2026-01-01T00:00:01.1234567890Z\"",
            "\"2026-01-01T00:00:01.\"",
            "\"2026-01-01T00:00:01+02\"",
            "\"2026-01-01T00:00:01+0230\"",
            "\"2026-01-01T00:00:01-02:30\"",
            "\"2026-01-01T00:00:01+2:30\"",
            "\"2026-01-01T00:00:01+19:00\"",
            "\"2026-01-01T00:00:01z\"",
            "\"2026-01-01T00:00:01Zx\"",
            "\"2026-03-29T02:30:00\"",
            "\"2026-10-25T02:30:00\"",
            "\"a\\nb\"",
            "\"\\u0041\"",
            "\"\\u00e9\\u20ac\\ud83d\\ude00\"",
            "\"\\ud800\"",
            "\"\\udc00x\"",
            "\"\\ud800\\ud800\\udc00\"",
            "\"\\ud800\\n\"",
            "\"\\ud83d\\u0041\"",
            "\"\\u12\"",
            "\"\\uzzzz\"",
            "\"\\x\"",
            "\"\\\"",
            "\"\\",
            "\"\\/\\\\\\\"\\b\\f\\n\\r\\t\"",
            "\"tab\there\"",
            "\"nul\u0000\"",
            "\"\u001f\"",
            "\"\u007f\"",
            "\"é€😀\"",
            "\"\u2028\"",
            "\"\uFFFE\"",
            "{}",
            "[]",
            "[1,2]",
            "[1,]",
            "[,1]",
            "[1 2]",
            "[[[]]]",
            "[1,\"a\",null,true,{\"x\":[]}]",
            "{\"x\":1}",
            "{\"x\":1,}",
            "{\"x\"}",
            "{x:1}",
            "{\"x\":{\"y\":{\"z\":1}}}",
            "{\"b\":7,\"c\":{\"d\":\"deep\"}}",
            "{\"b\":7,\"b\":null}",
            "{\"b\" : [ 1 , 2 ] , \"c\":3}",
            "[\"a\",\"b\"]",
            "[\"a\",null]",
            "[\"a\",1,true,[],{}]",
            "{\"k\":\"v\",\"k\":\"w\"}",
            "{\"k\":null}",
            "{\"n\":\"1\",\"t\":\"2026-01-01\",\"list\":[1,2]}",
            "\"[1,2]\"",
            "\"{\\\"x\\\":1}\"",
            " 1 ",
            "\t\"a\"\n",
            "\u00a01",
            "//c\n1",
            "/**/1",
            "1 1",
            "\"a\" \"b\"",
            "");

    private static final List<String> RECORDS = List.of(
            "",
            " ",
            "\n\r\t ",
            "null",
            "true",
            "1",
            "-",
            "\"a\"",
            "[]",
            "[{}]",
            "{}",
            " {} ",
            "{}x",
            "{} {}",
            "{}}",
            "{{}}",
            "{",
            "}",
            "{,}",
            "[",
            "]",
            "{\"a\":1]",
            "{\"a\"",
            "{\"a\":",
            "{\"a\":1",
            "{\"a\":1,",
            "{\"a\":1,}",
            "{\"a\":1 \"b\":2}",
            "{\"a\" 1}",
            "{\"a\"::1}",
            "{1:1}",
            "{\"\":1}",
            "{\"\"\":1}",
            "{\"a\":1,\"a\":2}",
            "{\"a\":1,\"a\":null}",
            "{\"a\":1,\"a\":\"x\"}",
            "{\"\\u0061\":5}",
            "{\"a\":1,\"\\u0061\":5}",
            "{\"é\":1}",
            "{\"o\":{\"b\":1},\"o\":{}}",
            "{\"o\":{\"b\":1},\"o\":5}",
            "{\"o\":{\"b\":1},\"o\":null}",
            "{\"o\":{\"b\":1},\"o\":[]}",
            "{\"o\":{\"b\":1,\"c\":{\"d\":2}},\"o\":{\"c\":{}}}",
            "{\"o\":{\"c\":1}}",
            "\uFEFF{\"a\":1}",
            "\uFEFF\uFEFF{\"a\":1}",
            "\uFEFF",
            "{\"a\":1}\u0000",
            "{\"a\":1}\uFEFF",
            "\u0000{\"a\":1}",
            "{\u0000}",
            "{\"a\":1}\r",
            "{\"a\":1}\n",
            "{\r\n\"a\"\t:\t1 , \"s\" : \"x\"\r\n}",
            "{\"a\\\":1}",
            "{\"q\\\"q\":1,\"b\\\\\":2}",
            "{\"a\":1}//",
            "{\"a\":1;\"b\":2}",
            "{'a':1}",
            "{\"a\":1}{\"a\":2}",
            "{\"a\":1},",
            "{\"a\":1}]",
            EVENT,
            EVENT.replace(":", ": ").replace(",\"", ", \""));

    private JsonCorpus() {}

    static List<byte[]> records() {
        List<byte[]> all = new ArrayList<>();
        RECORDS.forEach(text -> all.add(utf8(text)));
        for (String value : VALUES) {
            for (String name : JsonFields.NAMES) {
                all.add(utf8("{\"" + name + "\":" + value + "}"));
                all.add(utf8("{\"x\":0,\"" + name + "\":" + value + ",\"unwanted\":" + value + "}"));
            }
            all.add(utf8(
                    "{\"o\":{\"b\":" + value + ",\"c\":{\"d\":" + value + "}},\"unwanted\":{\"b\":[" + value + "]}}"));
            all.add(utf8(value));
        }
        for (int depth : new int[] {1, 15, 16, 17, 63, 64, 65, 66, 100_000}) {
            all.add(utf8("{\"x\":" + "[".repeat(depth) + "]".repeat(depth) + "}"));
            all.add(utf8("{\"list\":" + "[".repeat(depth) + "]".repeat(depth) + "}"));
            all.add(utf8("{\"o\":".repeat(depth) + "1" + "}".repeat(depth)));
            all.add(utf8("[".repeat(depth)));
            all.add(utf8("{\"s\":".repeat(depth)));
        }
        StringBuilder wide = new StringBuilder("{\"a\":1");
        for (int i = 0; i < 10_000; i++) {
            wide.append(",\"field_").append(i).append("\":").append(i);
        }
        all.add(utf8(wide + ",\"s\":\"end\"}"));
        byte[] event = utf8(EVENT);
        for (int length = 0; length < event.length; length++) {
            all.add(Arrays.copyOf(event, length));
        }
        all.addAll(notUtf8());
        return all;
    }

    private static List<byte[]> notUtf8() {
        int[][] sequences = {
            {0x80},
            {0xC3},
            {0xC0, 0x80},
            {0xC1, 0xBF},
            {0xC2, 0x41},
            {0xE0, 0x80, 0x80},
            {0xE0, 0x9F, 0xBF},
            {0xE0, 0xA0, 0x80},
            {0xED, 0x9F, 0xBF},
            {0xED, 0xA0, 0x80},
            {0xEF, 0xBF},
            {0xF0, 0x8F, 0xBF, 0xBF},
            {0xF0, 0x90, 0x80, 0x80},
            {0xF4, 0x8F, 0xBF, 0xBF},
            {0xF4, 0x90, 0x80, 0x80},
            {0xF5, 0x80, 0x80, 0x80},
            {0xF0, 0x9F, 0x98},
            {0xFF},
            {0xFE},
            {0xF0, 0x9F, 0x41, 0x80},
            {0xE2, 0x82, 0x41}
        };
        List<byte[]> all = new ArrayList<>();
        for (int[] sequence : sequences) {
            StringBuilder latin = new StringBuilder();
            for (int value : sequence) {
                latin.append((char) value);
            }
            for (String pattern : List.of(
                    "{\"s\":\"%s\"}",
                    "{\"s\":\"01234567%s01234567\"}",
                    "{\"x\":\"%s\",\"a\":1}",
                    "{\"%s\":1,\"a\":1}",
                    "{\"a\":1%s}",
                    "%s{\"a\":1}")) {
                all.add(pattern.replace("%s", latin).getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        return all;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
