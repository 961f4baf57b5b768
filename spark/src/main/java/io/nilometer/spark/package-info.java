/**
 * The Spark engine: a compiled pipeline comes in and runs as one Structured Streaming query; rows go to the outputs from the
 * driver, as they do on one machine.
 */
@NullMarked
package io.nilometer.spark;

import org.jspecify.annotations.NullMarked;
