package io.nilometer.cli;

import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An engine by its name, in small letters or large ones. */
final class EngineNameConverter implements ITypeConverter<EngineChoice.Name> {

    @Override
    public EngineChoice.Name convert(String text) {
        return Arrays.stream(EngineChoice.Name.values())
                .filter(name -> name.toString().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("must be embedded or spark, not '" + text + "'"));
    }
}
