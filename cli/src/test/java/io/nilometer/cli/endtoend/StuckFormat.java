package io.nilometer.cli.endtoend;

import io.nilometer.api.ComponentSpec;
import io.nilometer.api.Decoder;
import io.nilometer.api.Field;
import io.nilometer.api.FieldType.Simple;
import io.nilometer.api.Format;
import io.nilometer.api.Options;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Words; of the word {@code stuck} the decoder never comes back. */
public final class StuckFormat implements Format {

    private static final ComponentSpec SPEC =
            new ComponentSpec("stuck", "Words, one of which takes for ever.", List.of());

    private static volatile boolean free;

    @Override
    public ComponentSpec spec() {
        return SPEC;
    }

    @Override
    public List<Field> fields(Options options) {
        return List.of(Field.of("value", Simple.STRING));
    }

    @Override
    public Decoder decoder(Options options, List<Field> wanted, Settings settings) {
        int value = wanted.indexOf(Field.of("value", Simple.STRING));
        return (buffer, offset, length, out) -> {
            if (new String(buffer, offset, length, StandardCharsets.UTF_8).equals("stuck")) {
                while (!free) {
                    Thread.onSpinWait();
                }
            }
            if (value >= 0) {
                out.setBytes(value, buffer, offset, length);
            }
            return null;
        };
    }
}
