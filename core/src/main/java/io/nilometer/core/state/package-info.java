/**
 * The form in which aggregates are kept and travel: cells in hash tables, cells as bytes. The same bytes cross from scan to
 * merge, are made durable, and rebuild the state after a crash.
 */
@NullMarked
package io.nilometer.core.state;

import org.jspecify.annotations.NullMarked;
