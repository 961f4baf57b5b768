package io.nilometer.core.compile;

import io.nilometer.api.ComponentSpec;
import io.nilometer.api.Decoder;
import io.nilometer.api.Field;
import io.nilometer.api.FieldType;
import io.nilometer.api.Format;
import io.nilometer.api.Options;
import io.nilometer.core.component.Components;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Records such as {@code service=api;code=200}; an array is {@code a,b}. */
final class TestFormat implements Format {

    static Components components() {
        return new Components(Map.of(), Map.of(), Map.of("test", new TestFormat()));
    }

    @Override
    public ComponentSpec spec() {
        return new ComponentSpec("test", "For tests.", List.of());
    }

    @Override
    public List<Field> fields(Options options) {
        return List.of(Field.of("value", FieldType.Simple.STRING));
    }

    @Override
    public boolean isOpen(Options options) {
        return true;
    }

    @Override
    public Decoder decoder(Options options, List<Field> wanted, Settings settings) {
        return (buffer, offset, length, out) -> {
            for (String pair : new String(buffer, offset, length, StandardCharsets.UTF_8).split(";")) {
                String[] parts = pair.split("=", 2);
                for (int slot = 0; slot < wanted.size(); slot++) {
                    if (wanted.get(slot).name().equals(parts[0])) {
                        FieldType type = wanted.get(slot).type();
                        switch (type.slot()) {
                            case LONG -> out.setLong(slot, Long.parseLong(parts[1]));
                            case DOUBLE -> out.setDouble(slot, Double.parseDouble(parts[1]));
                            case BYTES -> {
                                byte[] bytes = parts[1].getBytes(StandardCharsets.UTF_8);
                                out.setBytes(slot, bytes, 0, bytes.length);
                            }
                            case OBJECT -> out.setObject(slot, Arrays.asList(parts[1].split(",")));
                        }
                    }
                }
            }
            return null;
        };
    }
}
