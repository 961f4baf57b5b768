/**
 * The stateless part of the computation: records of one partition become cells, rows for stream outputs, rejected and late
 * records, and ledger entries. One scanner serves one thread; the only thing it moves on is the partition's clock.
 */
@NullMarked
package io.nilometer.core.scan;

import org.jspecify.annotations.NullMarked;
