package io.nilometer.embedded.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Row;
import io.nilometer.embedded.RandomCuts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Texts are sorted as SQL sorts them, by their UTF-8 bytes: Java's own order puts U+1F600 before U+FB00. */
class TopOrderTest {

    @Test
    void ties_are_ranked_by_the_bytes_of_text_keys() {
        assertThat(ranked("by: [s]", "requests: count(*)", "requests desc"))
                .containsExactly("a", "\uFB00", "\uD83D\uDE00");
    }

    @Test
    void text_columns_are_ranked_by_their_bytes() {
        assertThat(ranked("by: [n]", "name: max(s)", "name desc")).containsExactly("\uD83D\uDE00", "\uFB00", "a");
    }

    private static List<Object> ranked(String by, String select, String order) {
        String yaml = Pipelines.head("1s") + "metrics:\n  ranked:\n    " + by + "\n    window: 1m\n    select:\n      "
                + select + "\n    top: {n: 5, order: " + order + "}\n";
        List<RandomCuts.Record> records = new ArrayList<>();
        for (String text : List.of("\uD83D\uDE00", "a", "\uFB00")) {
            String json = "{\"n\":" + records.size() + ",\"ts\":\"2026-01-01T00:00:00Z\",\"s\":\"" + text + "\"}";
            records.add(new RandomCuts.Record("p0", json.getBytes(StandardCharsets.UTF_8)));
        }
        int column = by.contains("s") ? 2 : 3;
        return RandomCuts.run(Pipelines.compile(yaml), records, new Random(1)).rows().stream()
                .flatMap(rows -> rows.rows().stream())
                .filter(Row::last)
                .map(row -> row.get(column))
                .toList();
    }
}
