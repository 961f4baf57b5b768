package io.nilometer.cli.report;

/**
 * Something that a user should hear of.
 *
 * @param about what it is about; the same thing is not told twice
 * @param text one line
 */
public record Notice(String about, String text) {}
