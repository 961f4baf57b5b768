package io.nilometer.core.decode;

import io.nilometer.api.Decoder;
import io.nilometer.api.FieldWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several formats, of which the first that fits decodes a record. */
public final class FirstFormat implements Decoder {

    private final List<String> names;
    private final List<Decoder> decoders;
    private final int slots;
    private int fitted;

    /** @param slots how many fields are wanted */
    public FirstFormat(List<String> names, List<Decoder> decoders, int slots) {
        this.names = List.copyOf(names);
        this.decoders = List.copyOf(decoders);
        this.slots = slots;
    }

    @Override
    public @Nullable String decode(byte[] buffer, int offset, int length, FieldWriter out) {
        for (fitted = 0; fitted < decoders.size(); fitted++) {
            if (decoders.get(fitted).decode(buffer, offset, length, out) == null) {
                return null;
            }
            for (int slot = 0; slot < slots; slot++) {
                out.setNull(slot);
            }
        }
        return "no_format";
    }

    @Override
    public boolean wantsReference() {
        return decoders.stream().anyMatch(Decoder::wantsReference);
    }

    @Override
    public void reference(long clockMicros, long referenceMicros) {
        decoders.forEach(decoder -> decoder.reference(clockMicros, referenceMicros));
    }

    @Override
    public void layout(byte @Nullable [] layout) {
        decoders.forEach(decoder -> decoder.layout(layout));
    }

    @Override
    public @Nullable String format() {
        return fitted < names.size() ? names.get(fitted) : null;
    }
}
