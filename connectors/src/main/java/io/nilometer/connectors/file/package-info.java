/** Records from files: one file, a directory or a glob, read once or followed while they grow and are rotated.
 * Paths come in as options, lines go out, with positions that are found again after a restart. */
@NullMarked
package io.nilometer.connectors.file;

import org.jspecify.annotations.NullMarked;
