/**
 * Random pipelines over random data, computed by the embedded engine and by Spark's batch SQL. Events, pipelines and the
 * queries that say the same are made from one seed; answers must agree row by row.
 */
@NullMarked
package io.nilometer.embedded.oracle;

import org.jspecify.annotations.NullMarked;
