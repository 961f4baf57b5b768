package io.nilometer.core.compile;

import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry$;

/** The names of Spark's built-in functions. */
final class FunctionNames {

    private static final Set<String> ALL = load();

    private FunctionNames() {}

    static boolean exists(String name) {
        return ALL.contains(name);
    }

    static Set<String> all() {
        return ALL;
    }

    private static Set<String> load() {
        Set<String> names = new TreeSet<>();
        for (FunctionIdentifier id : ScalaBridge.<FunctionIdentifier>list(
                FunctionRegistry$.MODULE$.builtin().listFunction())) {
            names.add(id.funcName());
        }
        return Set.copyOf(names);
    }
}
