/** The local file system for Hadoop, without Hadoop's detours. Set by the session for paths with {@code file:}. */
@NullMarked
package io.nilometer.spark.files;

import org.jspecify.annotations.NullMarked;
