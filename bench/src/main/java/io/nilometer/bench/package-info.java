/**
 * Measures how fast Nilometer is beside a consumer that only reads, on the same machine in the same run, and what the parts
 * of its scan cost. In come options of {@code bench/run} and {@code bench/scan}, out go tables of numbers.
 */
@NullMarked
package io.nilometer.bench;

import org.jspecify.annotations.NullMarked;
