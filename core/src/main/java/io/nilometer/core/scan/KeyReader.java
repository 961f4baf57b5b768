package io.nilometer.core.scan;

import io.nilometer.api.FieldType;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.row.EventRow;
import io.nilometer.core.row.KeyCodec;
import io.nilometer.core.row.KeyHash;
import java.util.List;

/** The encoded key of the event at hand and its hash; groupings with the same key columns share one. */
final class KeyReader {

    private final KeyCodec codec;
    private final int[] slots;
    private final ByteWriter key = new ByteWriter(64);
    private long event = -1;
    private long hash;

    KeyReader(List<FieldType> types, int[] slots) {
        this.codec = new KeyCodec(types);
        this.slots = slots;
    }

    /** Reads the key of the event with this number, unless it has been read already. */
    void read(EventRow row, long eventNumber) {
        if (event != eventNumber) {
            event = eventNumber;
            key.reset();
            codec.encode(row, slots, key);
            hash = KeyHash.of(key.array(), 0, key.size());
        }
    }

    byte[] bytes() {
        return key.array();
    }

    int length() {
        return key.size();
    }

    long hash() {
        return hash;
    }
}
