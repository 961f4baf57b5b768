/**
 * From the text of a pipeline file to the checked model, with all its mistakes at once, each with place and remedy. The
 * grammar is data ({@link io.nilometer.core.config.Grammar}), from which reader, reference page and JSON Schema derive.
 */
@NullMarked
package io.nilometer.core.config;

import org.jspecify.annotations.NullMarked;
