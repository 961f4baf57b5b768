package io.nilometer.core.pipeline;

/** Whom to tell. */
public record Notifier(String name, Use notifier) {}
