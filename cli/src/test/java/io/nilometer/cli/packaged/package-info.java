/** What {@code mvn package} has made, used as users do. These tests run after it, in their own phase. */
@NullMarked
package io.nilometer.cli.packaged;

import org.jspecify.annotations.NullMarked;
