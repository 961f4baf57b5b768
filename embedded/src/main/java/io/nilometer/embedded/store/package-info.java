/**
 * The state directory of the embedded engine: one atomic, synced write per batch, and everything needed to go on after a
 * crash. Belongs to one process at a time.
 */
@NullMarked
package io.nilometer.embedded.store;

import org.jspecify.annotations.NullMarked;
