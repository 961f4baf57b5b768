/**
 * The one streaming source of a query as Spark sees it: offsets in, work for executors out; what leaves are blocks of cells, not records.
 */
@NullMarked
package io.nilometer.spark.source;

import org.jspecify.annotations.NullMarked;
