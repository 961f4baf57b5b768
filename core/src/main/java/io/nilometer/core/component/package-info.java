/** The sources, sinks and formats that are on the class path, by name. */
@NullMarked
package io.nilometer.core.component;

import org.jspecify.annotations.NullMarked;
