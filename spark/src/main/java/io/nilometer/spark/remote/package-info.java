/**
 * Files of Hadoop's file systems as the JDK sees files: what {@code hdfs://} or {@code s3a://} names comes in, and paths go out
 * that {@link java.nio.file.Files} lists, asks and reads.
 */
@NullMarked
package io.nilometer.spark.remote;

import org.jspecify.annotations.NullMarked;
