package io.nilometer.core.config;

import io.nilometer.api.Format;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A whole pipeline, with its test, that reads a format: the resource {@code examples/NAME.yaml} beside the format's class. */
public final class FormatExample {

    private FormatExample() {}

    /** Empty when the format brings none. */
    public static Optional<String> of(Format format) {
        String name = "examples/" + format.spec().name() + ".yaml";
        try (InputStream in = format.getClass().getResourceAsStream(name)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }
}
