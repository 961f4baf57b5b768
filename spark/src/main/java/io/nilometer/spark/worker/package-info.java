/**
 * What executors do: read a range of a partition and scan it, merge the cells of a shard, and keep both warm from batch to batch.
 */
@NullMarked
package io.nilometer.spark.worker;

import org.jspecify.annotations.NullMarked;
