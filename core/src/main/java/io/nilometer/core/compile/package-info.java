/**
 * Turns a pipeline's model into a program: expressions are parsed, checked and compiled by Spark's expression compiler,
 * without a SparkContext. The model comes in; a program, or all the mistakes in the pipeline's expressions, go out.
 */
@NullMarked
package io.nilometer.core.compile;

import org.jspecify.annotations.NullMarked;
