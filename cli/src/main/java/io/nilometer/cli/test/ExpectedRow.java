package io.nilometer.cli.test;

import io.nilometer.api.Relation;
import io.nilometer.api.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a test says about one row of an output. */
sealed interface ExpectedRow {

    /** How many of the things it says are true of the row; {@link #size} when it is the expected one. */
    int agreement(Relation relation, Row row);

    int size();

    /** What of it is not true of the row, for people. */
    List<String> differences(Relation relation, Row row);

    default boolean matches(Relation relation, Row row) {
        return agreement(relation, row) == size();
    }

    /** Values of some columns; columns that are not named may hold anything. */
    record Columns(Map<String, @Nullable Object> values) implements ExpectedRow {

        @Override
        public int agreement(Relation relation, Row row) {
            int agreed = 0;
            for (Map.Entry<String, @Nullable Object> column : values.entrySet()) {
                if (agrees(relation, row, column.getKey(), column.getValue())) {
                    agreed++;
                }
            }
            return agreed;
        }

        private static boolean agrees(Relation relation, Row row, String column, @Nullable Object value) {
            int index = relation.indexOf(column);
            return index >= 0 && Comparison.same(value, row.get(index));
        }

        @Override
        public int size() {
            return values.size();
        }

        @Override
        public List<String> differences(Relation relation, Row row) {
            List<String> differing = new ArrayList<>();
            values.forEach((column, value) -> {
                if (!agrees(relation, row, column, value)) {
                    Object actual = relation.indexOf(column) < 0 ? null : row.get(relation.indexOf(column));
                    differing.add(column + " is " + RowText.value(actual) + ", not " + RowText.value(value));
                }
            });
            return differing;
        }

        @Override
        public String toString() {
            return RowText.columns(values);
        }
    }

    /** A condition in SQL. */
    record Meets(String sql, Predicate<Row> condition) implements ExpectedRow {

        @Override
        public int agreement(Relation relation, Row row) {
            return condition.test(row) ? 1 : 0;
        }

        @Override
        public int size() {
            return 1;
        }

        @Override
        public List<String> differences(Relation relation, Row row) {
            return condition.test(row) ? List.of() : List.of("the condition is not true");
        }

        @Override
        public String toString() {
            return "a row with " + sql;
        }
    }
}
