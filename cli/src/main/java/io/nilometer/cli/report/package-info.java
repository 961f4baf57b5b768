/**
 * What a run has to tell besides its results: what it did in silence, and why. A ledger and the program it belongs to come
 * in, sentences for the user go out; nothing is printed here.
 */
@NullMarked
package io.nilometer.cli.report;

import org.jspecify.annotations.NullMarked;
