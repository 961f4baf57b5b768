package io.nilometer.core.compile;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.UnresolvedNamedLambdaVariable;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/**
 * The columns that an expression can name, in order. Immutable; two names may stand for one column. Of some only the name is
 * known, because what makes them is wrong and has been told.
 */
final class Scope {

    /** As the reader of the file leaves a variable that has no value. */
    private static final String VARIABLE = "${";

    private final Map<String, AttributeReference> columns;
    private final Set<String> unknown;
    private final boolean open;

    private Scope(Map<String, AttributeReference> columns, Set<String> unknown, boolean open) {
        this.columns = columns;
        this.unknown = unknown;
        this.open = open;
    }

    static Scope empty() {
        return new Scope(Map.of(), Set.of(), false);
    }

    /** With one more column; one of the same name is hidden. */
    Scope with(String name, AttributeReference column) {
        Map<String, AttributeReference> more = new LinkedHashMap<>(columns);
        more.put(name, column);
        if (!unknown.contains(name)) {
            return new Scope(more, unknown, open);
        }
        Set<String> fewer = new HashSet<>(unknown);
        fewer.remove(name);
        return new Scope(more, fewer, open);
    }

    /** With a column of which only the name is known; one of the same name is hidden. */
    Scope pretending(String name) {
        Map<String, AttributeReference> more = new LinkedHashMap<>(columns);
        more.put(name, Names.column(name, DataTypes.NullType));
        Set<String> guessed = new HashSet<>(unknown);
        guessed.add(name);
        return new Scope(more, guessed, open);
    }

    /** Any other name may be a column too: what makes them could not be read. */
    Scope opened() {
        return new Scope(columns, unknown, true);
    }

    boolean isOpen() {
        return open;
    }

    Set<String> unknown() {
        return unknown;
    }

    /** Whether a name may stand for a column of which nothing else is known. */
    boolean isUnknown(String name) {
        return unknown.contains(name) || !columns.containsKey(name) && (open || name.startsWith(VARIABLE));
    }

    /** Whether an expression that is not analyzed yet uses such a column: its type means nothing then. */
    boolean guesses(Expression parsed) {
        return named(parsed).stream().anyMatch(this::isUnknown);
    }

    /** Whether all that is not known of it are variables without a value. */
    boolean guessesVariablesOnly(Expression parsed) {
        return named(parsed).stream().filter(this::isUnknown).allMatch(name -> name.startsWith(VARIABLE));
    }

    static boolean isVariable(AttributeReference column) {
        return column.name().startsWith(VARIABLE);
    }

    /** With a column for every unknown name of an expression that is not analyzed yet. */
    Scope guessing(Expression parsed) {
        Scope wider = this;
        for (String name : named(parsed)) {
            if (isUnknown(name) && wider.find(name) == null) {
                wider = wider.pretending(name);
            }
        }
        return wider;
    }

    private static Set<String> named(Expression parsed) {
        Set<String> names = new HashSet<>();
        ScalaBridge.walk(parsed, node -> {
            if (node instanceof UnresolvedAttribute column) {
                names.add(column.nameParts().head());
            } else if (node instanceof UnresolvedNamedLambdaVariable variable) {
                names.add(variable.nameParts().head());
            }
        });
        return names;
    }

    /** Also the columns of which only the name is known, which may be anything: keys, too. */
    List<AttributeReference> orKeys(List<AttributeReference> keys) {
        List<AttributeReference> more = new ArrayList<>(keys);
        columns.forEach((name, column) -> {
            if (unknown.contains(name)) {
                more.add(column);
            }
        });
        return more;
    }

    Scope without(String name) {
        Map<String, AttributeReference> less = new LinkedHashMap<>(columns);
        less.remove(name);
        return new Scope(less, unknown, open);
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
