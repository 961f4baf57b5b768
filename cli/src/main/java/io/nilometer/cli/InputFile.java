package io.nilometer.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code STREAM=PATH}: a file in place of a stream's source. */
record InputFile(String stream, Path path) {

    private static final Pattern DESCRIPTOR = Pattern.compile("/dev/stdin|/dev/fd/\\d+|/proc/(self|\\d+)/fd/\\d+");

    /** A file that was redirected by the shell, under its own name: what the descriptor means is another file tomorrow. */
    private static Path named(Path path) {
        if (!DESCRIPTOR.matcher(path.toString()).matches()) {
            return path;
        }
        try {
            Path real = path.toRealPath();
            return Files.isRegularFile(real) ? real : path;
        } catch (IOException e) {
            // A pipe has no other name.
            return path;
        }
    }

    static final class Converter implements ITypeConverter<InputFile> {
        @Override
        public InputFile convert(String text) {
            int equals = text.indexOf('=');
            if (equals <= 0 || equals == text.length() - 1) {
                throw new TypeConversionException("must be STREAM=PATH, not '" + text + "'");
            }
            return new InputFile(text.substring(0, equals), named(Path.of(text.substring(equals + 1))));
        }
    }
}
