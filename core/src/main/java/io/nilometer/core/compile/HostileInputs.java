package io.nilometer.core.compile;

import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.trees.Origin;

/** Replaces what hostile data could turn against us. */
final class HostileInputs {

    private HostileInputs() {}

    static Expression guard(Expression tree) {
        return tree;
    }

    /** A regular expression that is not one, or is not constant. */
    static final class BadPattern extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Origin origin;
        private final String remedy;

        BadPattern(String message, String remedy, Origin origin) {
            super(message);
            this.origin = origin;
            this.remedy = remedy;
        }

        Origin origin() {
            return origin;
        }

        String remedy() {
            return remedy;
        }
    }
}
