/**
 * What crosses between the driver and the executors in a batch, and its form as bytes or JSON. No work is done here.
 */
@NullMarked
package io.nilometer.spark.batch;

import org.jspecify.annotations.NullMarked;
