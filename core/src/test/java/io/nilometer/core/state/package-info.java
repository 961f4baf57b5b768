/** Cells as bytes, written by scans and read in all the ways in which they are read. */
@NullMarked
package io.nilometer.core.state;

import org.jspecify.annotations.NullMarked;
