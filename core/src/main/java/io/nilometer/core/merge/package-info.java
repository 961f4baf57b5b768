/**
 * The stateful part of the computation. A shard owns the keys of some buckets: it adds the cells of each batch to its state,
 * decides from the clocks which windows close, and gives out their rows. It can write its state bucket by bucket and be
 * rebuilt from that and the increments since.
 */
@NullMarked
package io.nilometer.core.merge;

import org.jspecify.annotations.NullMarked;
