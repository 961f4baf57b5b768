/**
 * What every engine's run looks like from outside, and what it knows beside its cells. Engines keep that, move it with every
 * batch and make it durable with the commit.
 */
@NullMarked
package io.nilometer.core.run;

import org.jspecify.annotations.NullMarked;
