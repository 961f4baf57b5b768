/**
 * Measures how fast Nilometer is beside a consumer that only reads and beside Spark as tutorials use it, on the same machine in
 * the same run, how long its batches take, and what the parts of its scan cost. In come options of {@code bench/run} and
 * {@code bench/scan}, out go tables of numbers.
 */
@NullMarked
package io.nilometer.bench;

import org.jspecify.annotations.NullMarked;
