/**
 * What the driver does between batches: decides what the next one holds, and takes in what came of the last.
 */
@NullMarked
package io.nilometer.spark.driver;

import org.jspecify.annotations.NullMarked;
