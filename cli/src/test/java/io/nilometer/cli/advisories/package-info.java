/**
 * What is handed out against what is known of it: the list in {@code cli/src/advisories} and the archives that {@code mvn
 * package} has made come in, the libraries with known holes go out.
 */
@NullMarked
package io.nilometer.cli.advisories;

import org.jspecify.annotations.NullMarked;
