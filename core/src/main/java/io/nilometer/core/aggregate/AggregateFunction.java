package io.nilometer.core.aggregate;

/** The aggregates with an accumulator of ours; the rest of Spark's run through {@link #CATALYST}. */
public enum AggregateFunction {
    /** Of rows, when there is no input; of rows in which no input is null, otherwise. */
    COUNT,
    /** Of rows in which the one boolean input is true. */
    COUNT_IF,
    /** Of distinct values (tuples of values) of the inputs, null ones left out; exact. */
    COUNT_DISTINCT,
    SUM,
    AVG,
    VARIANCE_SAMPLE,
    VARIANCE_POPULATION,
    STDDEV_SAMPLE,
    STDDEV_POPULATION,
    MIN,
    MAX,
    /**
     * Parameters: the percentages (Double, one or more), whether the result is an array (Boolean), and the accuracy (Integer):
     * how many distinct values are told apart, {@link #LEAST_ACCURACY} at least.
     */
    PERCENTILE_APPROX,
    /** Exact with interpolation, as Spark's {@code percentile}; parameters as above, without accuracy. */
    PERCENTILE,
    APPROX_COUNT_DISTINCT,
    /** Sorted by value. */
    COLLECT_SET,
    /** In order of event time, partition, position. */
    COLLECT_LIST,
    /** Parameter: whether nulls are skipped (Boolean). */
    FIRST,
    LAST,
    /** Inputs: value, then what it is ordered by. */
    MAX_BY,
    MIN_BY,
    MODE,
    BOOL_AND,
    BOOL_OR,
    /** Any other aggregate of Spark's; see {@link CatalystAggregate}. */
    CATALYST;

    public static final int LEAST_ACCURACY = 1024;

    /** A cell takes up to 32 bytes of memory for each. */
    public static final int MOST_ACCURACY = 100_000;
}
