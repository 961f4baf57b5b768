package io.nilometer.core.decode;

import io.nilometer.api.ComponentSpec;
import io.nilometer.api.Decoder;
import io.nilometer.api.Field;
import io.nilometer.api.FieldType.Simple;
import io.nilometer.api.Format;
import io.nilometer.api.Options;
import java.util.List;

/** The record as it is. */
public final class TextFormat implements Format {

    private static final ComponentSpec SPEC = new ComponentSpec(
            "text", "The record as it is, in the field value; a carriage return at its end is left out.", List.of());

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
        TextField value = new TextFields(wanted, settings).named("value");
        return (buffer, offset, length, out) -> {
            value.text(out, buffer, offset, Records.withoutCarriageReturn(buffer, offset, offset + length));
            return null;
        };
    }
}
