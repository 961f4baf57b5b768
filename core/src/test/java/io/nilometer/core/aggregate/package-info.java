/** Every aggregate against a plain, slow reference, over random cuts of random events. */
@NullMarked
package io.nilometer.core.aggregate;

import org.jspecify.annotations.NullMarked;
