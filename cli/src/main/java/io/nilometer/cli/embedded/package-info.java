/**
 * The embedded engine in the shape that commands and tests ask for. Sources are made here from what the pipeline says, or
 * replaced by what the command says.
 */
@NullMarked
package io.nilometer.cli.embedded;

import org.jspecify.annotations.NullMarked;
