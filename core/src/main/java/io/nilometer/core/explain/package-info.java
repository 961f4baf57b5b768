/**
 * Tells in words what a compiled pipeline will do: what is read and decoded, what metrics share, when a result is final, and
 * what a crash costs. A program comes in, text goes out.
 */
@NullMarked
package io.nilometer.core.explain;

import org.jspecify.annotations.NullMarked;
