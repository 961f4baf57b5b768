package io.nilometer.core.compile;

import io.nilometer.api.Field;
import io.nilometer.core.pipeline.Stream;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;

/**
 * What comes out of a source before any step.
 *
 * @param fields all fields that could be decoded
 * @param columns of the fields, in their order
 * @param lineage where its events and their times come from, as text that does not depend on its name
 * @param guessed what is known when something of it is wrong: names without types, or not even all names
 */
record SourceShape(
        String stream,
        Stream.Source input,
        List<Field> fields,
        List<AttributeReference> columns,
        Guessed guessed,
        TimeShape time,
        String lineage) {

    /**
     * @param names of fields whose type is wrong
     * @param more whether there may be others
     */
    record Guessed(List<String> names, boolean more) {

        Scope in(Scope scope) {
            Scope wider = more ? scope.opened() : scope;
            for (String name : names) {
                wider = wider.pretending(name);
            }
            return wider;
        }
    }
}
