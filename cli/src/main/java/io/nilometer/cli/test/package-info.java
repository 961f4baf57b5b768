/**
 * Runs the tests that a pipeline file brings: feeds their records to an engine, compares what comes out with what they
 * expect, and says what differs. Knows engines only as a {@link io.nilometer.cli.test.TestHarness}.
 */
@NullMarked
package io.nilometer.cli.test;

import org.jspecify.annotations.NullMarked;
