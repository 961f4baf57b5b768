package io.nilometer.cyclic.two;

import io.nilometer.cyclic.one.One;
import java.util.Optional;

/** Wrong on purpose: needs {@link One}, which needs this. */
public record Two(Optional<One> one) {}
