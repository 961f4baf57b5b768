package io.nilometer.core.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Decoder;
import io.nilometer.api.Field;
import io.nilometer.api.FieldPath;
import io.nilometer.api.FieldType;
import io.nilometer.api.FieldType.Simple;
import io.nilometer.api.Format;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both ways of reading JSON find what a path means, whichever way a record spells it. */
class JsonPathsTest {

    private static final Format.Settings SETTINGS = new Format.Settings(ZoneOffset.UTC, 64);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        log.level          | {"log":{"level":"x"}}                 | x
        log.level          | {"log.level":"x"}                     | x
        a.b.c              | {"a":{"b":{"c":"x"}}}                 | x
        a.b.c              | {"a.b":{"c":"x"}}                     | x
        a.b.c              | {"a":{"b.c":"x"}}                     | x
        a.b.c              | {"a.b.c":"x"}                         | x
        $.a.b.c            | {"a":{"b.c":"x"}}                     | x
        @timestamp         | {"@timestamp":"x"}                    | x
        ['log.level']      | {"log.level":"x"}                     | x
        ['log.level']      | {"log":{"level":"x"}}                 |
        ['log']['level']   | {"log":{"level":"x"}}                 | x
        ['log']['level']   | {"log.level":"x"}                     |
        $.a['b.c'].d       | {"a":{"b.c":{"d":"x"}}}               | x
        $.a['b.c'].d       | {"a":{"b":{"c":{"d":"x"}}}}           |
        $.a['b.c'].d       | {"a.b.c":{"d":"x"}}                   |
        a."b.c"            | {"a":{"b.c":"x"}}                     | x
        "a.b".c            | {"a.b":{"c":"x"}}                     | x
        ['it\\'s']         | {"it's":"x"}                          | x
        items[0].id        | {"items":[{"id":"x"},{"id":"y"}]}     | x
        items[1].id        | {"items":[{"id":"x"},{"id":"y"}]}     | y
        items[2].id        | {"items":[{"id":"x"},{"id":"y"}]}     |
        items[0]           | {"items":["x"]}                       | x
        items[0]           | {"items":{"0":"x"}}                   |
        a.b[1][0].c.d      | {"a.b":[[],[{"c.d":"x"}]]}            | x
        ['items[0]']       | {"items[0]":"x"}                      | x
        log.level          | {"log.level":"a","log":{"level":"x"}} | x
        log.level          | {"log":{"level":"a"},"log.level":"x"} | x
        log.level          | {"log.level":"x","log":{"other":"a"}} | x
        log.level          | {"log.level":"x","log":"a"}           | x
        log.level          | {"log.level":"x","log":null}          | x
        log.level          | {"log":{"level":"a"},"log":{"b":1}}   |
        log.level          | {"log.level":"a","log.level":null}    |
        log.level          | {"log.level":"a","log":{"level":null}} |
        a.b.c              | {"a.b":{"c":"x"},"a":{"b":{"d":1}}}   | x
        a.b.c              | {"a.b":{"c":"x"},"a.b":{"d":1}}       |
        a.b.c              | {"a":{"b.c":"x"},"a":{}}              |
        items[0]           | {"items":["a"],"items":[]}            |
        a.b.c.d.e.f.g.h    | {"a.b":{"c.d.e":{"f.g":{"h":"x"}}}}   | x
        a.b.c.d.e.f.g.h.i.j.k.l | {"a":{"b":{"c":{"d":{"e":{"f":{"g":{"h":{"i":{"j":{"k":{"l":"x"}}}}}}}}}}}} | x
        """)
    void a_path_finds(String path, String record, String found) {
        List<Field> fields = List.of(
                new Field("f", Simple.STRING, FieldPath.parse(path), null),
                new Field("around", Simple.STRING, List.of(path.split("\\W")[0]), null));
        Object read = read(fields, record);
        assertThat(read).isInstanceOf(Map.class);
        assertThat(((Map<?, ?>) read).get("f")).isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        {"log":{"level":"x","line":1}}                        | x | 1 |
        {"log.level":"x","log.line":1}                        | x | 1 |
        {"log.level":"x","log":{"line":1,"other":2}}          | x | 1 |
        {"log":{"line":1,"level":"y"},"log.level":"x"}        | x | 1 |
        {"log.level":"y","log":{"level":"x"}}                 | x |   |
        {"log.level":"x","log":null}                          | x |   |
        {"log":{"origin":{"file":"f"}}}                       |   |   | f
        {"log":{"origin.file":"f"}}                           |   |   | f
        {"log.origin":{"file":"f"}}                           |   |   | f
        {"log.origin.file":"f"}                               |   |   | f
        {"log.origin.file":"f","log":{"origin":{},"line":1}}  |   | 1 | f
        {"log":{"origin.file":"f","origin":{"other":1}}}      |   |   | f
        {"log":"{\\"level\\":\\"x\\"}"}                       | x |   |
        {"log":{"level":"x"},"log":{"line":1}}                |   | 1 |
        """)
    void a_struct_is_put_together_of_its_parts(String record, String level, Long line, String file) {
        Map<String, Object> origin = null;
        if (file != null) {
            origin = new LinkedHashMap<>();
            origin.put("file", file);
        }
        Map<?, ?> read = (Map<?, ?>) read(List.of(LOG), record);
        Map<?, ?> log = (Map<?, ?>) read.get("log");
        assertThat(log.get("level")).isEqualTo(level);
        assertThat(log.get("line")).isEqualTo(line);
        assertThat(log.get("origin") == null ? null : ((Map<?, ?>) log.get("origin")).get("file"))
                .isEqualTo(file);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        {}                                | null
        {"log":null}                      | null
        {"log":"null"}                    | null
        {"log.level":null}                | null
        {"log.other":1}                   | null
        {"log":{}}                        | {level=null, line=null, origin=null}
        {"log":1}                         | <bad>
        {"log.line":"x"}                  | <bad>
        {"log.level":"x","log":[]}        | <bad>
        {"log.level":"x","log.level":null} | null
        """)
    void a_struct_without_parts_is_null_and_with_a_wrong_one_bad(String record, String expected) {
        assertThat(String.valueOf(((Map<?, ?>) read(List.of(LOG), record)).get("log")))
                .isEqualTo(expected);
        assertThat(String.valueOf(((Map<?, ?>) read(List.of(LOG), "{\"log.level\":\"before\"}")).get("log")))
                .startsWith("{level=before");
    }

    private static final Field LOG = Field.of(
            "log",
            new FieldType.Struct(List.of(
                    new FieldType.Member("level", Simple.STRING),
                    new FieldType.Member("line", Simple.LONG),
                    new FieldType.Member(
                            "origin", new FieldType.Struct(List.of(new FieldType.Member("file", Simple.STRING)))))));

    @Test
    void the_scanner_and_the_strict_parser_agree_on_any_mixture_of_spellings() {
        long seed = Long.getLong("seed", new Random().nextLong());
        System.out.println("JSON paths: -Dseed=" + seed);
        Random random = new Random(seed);
        List<Field> fields = new ArrayList<>(List.of(LOG));
        for (String path : List.of("a.b.c", "a.b", "a", "b.c", "a[1].b", "a.b[0].c", "log.level", "log", "c")) {
            fields.add(new Field("f" + fields.size(), Simple.STRING, FieldPath.parse(path), null));
        }
        Decoder scanner = JsonFields.scanner(fields, SETTINGS);
        Decoder strict = JsonFields.strict(fields, SETTINGS);
        for (int i = 0; i < 50_000; i++) {
            String record = object(random, 3);
            assertThat(Decoded.of(scanner, fields, record)).as(record).isEqualTo(Decoded.of(strict, fields, record));
        }
    }

    private static String object(Random random, int depth) {
        List<String> members = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            List<String> names = new ArrayList<>();
            for (int n = random.nextInt(3); n >= 0; n--) {
                names.add(List.of("a", "b", "c", "log", "level", "line", "origin", "file")
                        .get(random.nextInt(8)));
            }
            members.add("\"" + String.join(".", names) + "\":" + value(random, depth - 1));
        }
        return "{" + String.join(",", members) + "}";
    }

    private static String value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 7 : 4)) {
            case 0 -> "null";
            case 1 -> "1";
            case 2 -> "\"x" + random.nextInt(100) + "\"";
            case 3 -> "true";
            case 4 -> "[" + value(random, depth - 1) + "," + value(random, depth - 1) + "]";
            default -> object(random, depth);
        };
    }

    private static Object read(List<Field> fields, String record) {
        Object scanned = Decoded.of(JsonFields.scanner(fields, SETTINGS), fields, record);
        Object strict = Decoded.of(JsonFields.strict(fields, SETTINGS), fields, record);
        assertThat(scanned).isEqualTo(strict);
        return scanned;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        a..b        | a name is empty
        .a          | a name is empty
        a.          | a name is empty
        $           | the whole record
        $.          | a name is empty
        a[          | in brackets stands
        a[b]        | in brackets stands
        a[-1]       | in brackets stands
        a[*].b      | explode
        a.*         | explode
        ['a         | a quote is not closed
        ['a'        | a `]` is missing
        a[0         | in brackets stands
        a[0]b       | a dot is missing
        'a'b        | a dot is missing
        """)
    void a_path_that_is_none_says_why(String path, String why) {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> FieldPath.parse(path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void a_path_is_written_as_it_is_read() {
        for (String path : Arrays.asList("a.b", "['a.b'].c", "a[0].b", "['it\\'s']['\\\\']", "[0]")) {
            assertThat(FieldPath.parse(path)).hasToString(path);
        }
        assertThat(FieldPath.parse("$.a[\"b\"]")).hasToString("a['b']");
        assertThat(FieldPath.parse("items[0].id").names()).containsExactly("items[0]", "id");
    }
}
