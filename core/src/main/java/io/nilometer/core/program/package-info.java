/**
 * The executable form of a pipeline: plain immutable records that say which slots, steps, groupings and windows there are,
 * and makers of the compiled parts. Made by {@code compile}; run by {@code scan} and {@code merge}, whoever the engine is.
 */
@NullMarked
package io.nilometer.core.program;

import org.jspecify.annotations.NullMarked;
