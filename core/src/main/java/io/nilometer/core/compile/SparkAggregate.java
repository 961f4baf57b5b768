package io.nilometer.core.compile;

import io.nilometer.core.aggregate.CatalystAggregate;

/** Runs an aggregate of Spark's event by event. */
final class SparkAggregate {

    private SparkAggregate() {}

    static CatalystAggregate.Maker maker(
            Catalyst catalyst, org.apache.spark.sql.catalyst.expressions.aggregate.AggregateFunction function) {
        throw new UnsupportedOperationException(function.prettyName());
    }
}
