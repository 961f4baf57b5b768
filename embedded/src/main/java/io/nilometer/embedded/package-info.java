/**
 * The one-process engine: takes what the sources' threads have read, scans and merges it on all cores, commits positions,
 * clocks, increments, ledger and rows at once, and hands the rows to delivery.
 */
@NullMarked
package io.nilometer.embedded;

import org.jspecify.annotations.NullMarked;
