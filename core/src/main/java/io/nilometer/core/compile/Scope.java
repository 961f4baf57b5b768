package io.nilometer.core.compile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.jspecify.annotations.Nullable;

/** The columns that an expression can name, in order. Immutable; two names may stand for one column. */
final class Scope {

    private final Map<String, AttributeReference> columns;

    private Scope(Map<String, AttributeReference> columns) {
        this.columns = columns;
    }

    static Scope empty() {
        return new Scope(Map.of());
    }

    /** With one more column; one of the same name is hidden. */
    Scope with(String name, AttributeReference column) {
        Map<String, AttributeReference> more = new LinkedHashMap<>(columns);
        more.put(name, column);
        return new Scope(more);
    }

    Scope without(String name) {
        Map<String, AttributeReference> less = new LinkedHashMap<>(columns);
        less.remove(name);
        return new Scope(less);
    }

    @Nullable
    AttributeReference find(String name) {
        return columns.get(name);
    }

    Set<String> names() {
        return columns.keySet();
    }

    Map<String, AttributeReference> columns() {
        return columns;
    }

    /** As Spark's analyzer takes them. */
    List<AttributeReference> attributes() {
        List<AttributeReference> attributes = new ArrayList<>();
        columns.forEach((name, column) -> attributes.add(Names.renamed(column, name)));
        return attributes;
    }
}
