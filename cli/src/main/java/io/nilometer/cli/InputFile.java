package io.nilometer.cli;

import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code STREAM=PATH}: a file in place of a stream's source. */
record InputFile(String stream, Path path) {

    static final class Converter implements ITypeConverter<InputFile> {
        @Override
        public InputFile convert(String text) {
            int equals = text.indexOf('=');
            if (equals <= 0 || equals == text.length() - 1) {
                throw new TypeConversionException("must be STREAM=PATH, not '" + text + "'");
            }
            return new InputFile(text.substring(0, equals), Path.of(text.substring(equals + 1)));
        }
    }
}
