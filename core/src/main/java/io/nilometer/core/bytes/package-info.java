/** Writing and reading of the compact binary forms in which cells travel and are kept. */
@NullMarked
package io.nilometer.core.bytes;

import org.jspecify.annotations.NullMarked;
