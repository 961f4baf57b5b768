/**
 * Whether and how a pipeline fits Spark: settings of its file and compiled programs come in, problems and explanations go
 * out. Nothing here starts Spark or connects to anything.
 */
@NullMarked
package io.nilometer.spark.fit;

import org.jspecify.annotations.NullMarked;
