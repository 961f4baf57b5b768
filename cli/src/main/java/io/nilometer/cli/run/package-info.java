/**
 * What a command asks of an engine: run this program with these inputs. Each engine is wrapped to this shape once, so that
 * commands do not know which one they use; where rows and state go is decided here for all of them.
 */
@NullMarked
package io.nilometer.cli.run;

import org.jspecify.annotations.NullMarked;
