/**
 * What the author of a plugin sees: contracts of sources, sinks and formats, their options, records, rows and problems.
 * Depends on nothing; everything else depends on it.
 */
@NullMarked
package io.nilometer.api;

import org.jspecify.annotations.NullMarked;
