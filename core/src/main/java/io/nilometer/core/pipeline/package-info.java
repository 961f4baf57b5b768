/**
 * A pipeline file as a checked, immutable model: what the user wrote, with the place of everything that a later step may
 * have to complain about. Made by {@code config}, read by {@code compile}; knows nothing of how it is run.
 */
@NullMarked
package io.nilometer.core.pipeline;

import org.jspecify.annotations.NullMarked;
