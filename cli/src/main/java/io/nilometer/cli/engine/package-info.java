/** Wires programs, connectors and the embedded engine together: for runs, for demonstrations and for pipelines' own tests. */
@NullMarked
package io.nilometer.cli.engine;

import org.jspecify.annotations.NullMarked;
