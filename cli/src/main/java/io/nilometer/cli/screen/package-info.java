/**
 * What people see on a terminal: problems with the line they are about, progress, tables. Takes values, prints text;
 * knows no command. Text from data or files never reaches the terminal with control characters in it.
 */
@NullMarked
package io.nilometer.cli.screen;

import org.jspecify.annotations.NullMarked;
