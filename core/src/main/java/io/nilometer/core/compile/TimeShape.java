package io.nilometer.core.compile;

import org.apache.spark.sql.catalyst.expressions.Expression;
import org.jspecify.annotations.Nullable;

/**
 * Where a source's event time comes from.
 *
 * @param expression a timestamp or a number; null means the moment of arrival
 */
record TimeShape(@Nullable Expression expression, boolean numeric) {}
