/** One pipeline on both engines: what comes out of them must be the same. */
@NullMarked
package io.nilometer.cli.parity;

import org.jspecify.annotations.NullMarked;
