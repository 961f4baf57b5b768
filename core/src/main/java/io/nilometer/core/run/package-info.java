/**
 * What a run knows beside its cells. Engines keep it, move it with every batch and make it durable with the commit.
 */
@NullMarked
package io.nilometer.core.run;

import org.jspecify.annotations.NullMarked;
