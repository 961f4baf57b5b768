package io.nilometer.bench;

import java.util.Locale;

/** What is measured beside the bare consumer. */
enum Way {
    /** Nilometer in one process. */
    EMBEDDED,
    /** Nilometer on Spark, {@code local[2]}. */
    SPARK,
    /** Spark Structured Streaming on {@code local[2]} as tutorials write it. */
    TUTORIALS;

    boolean isNilometer() {
        return this != TUTORIALS;
    }

    /** As options and tables spell it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
