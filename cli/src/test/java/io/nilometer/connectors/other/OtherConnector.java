package io.nilometer.connectors.other;

/** A connector that another one must not use. */
public record OtherConnector() {}
