package io.nilometer.cyclic.one;

import io.nilometer.cyclic.two.Two;
import java.util.Optional;

/** Wrong on purpose: needs {@link Two}, which needs this. */
public record One(Optional<Two> two) {}
