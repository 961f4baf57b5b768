package io.nilometer.cli.test;

import io.nilometer.api.Relation;
import io.nilometer.api.Row;
import java.util.function.Predicate;

/** Makes conditions in SQL out of text. */
@FunctionalInterface
public interface RowConditions {

    /**
     * A condition over the rows of a relation, by its columns.
     *
     * @throws io.nilometer.api.NilometerException when the text is no condition over these columns
     */
    Predicate<Row> compile(String sql, Relation relation);
}
