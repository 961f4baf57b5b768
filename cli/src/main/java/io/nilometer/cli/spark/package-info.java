/** The Spark engine in the shape that commands and tests ask for. */
@NullMarked
package io.nilometer.cli.spark;

import org.jspecify.annotations.NullMarked;
