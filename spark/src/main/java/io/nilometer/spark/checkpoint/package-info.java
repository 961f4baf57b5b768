/**
 * What we keep in the checkpoint beside Spark's own files, on any Hadoop file system: who it belongs to, a file per batch, and marks.
 */
@NullMarked
package io.nilometer.spark.checkpoint;

import org.jspecify.annotations.NullMarked;
