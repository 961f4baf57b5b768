package io.nilometer.core.ledger;

import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/** The ledgers of all source streams of a pipeline, by stream. */
public final class Ledger {

    private final Map<String, StreamLedger> streams = new LinkedHashMap<>();

    /** The ledger of a stream, made when missing. */
    public StreamLedger stream(String name) {
        return streams.computeIfAbsent(name, missing -> new StreamLedger());
    }

    public Map<String, StreamLedger> streams() {
        return streams;
    }

    /** As {@code ledger.json} shows it. */
    public Map<String, Map<String, Object>> toMap() {
        Map<String, Map<String, Object>> map = new LinkedHashMap<>();
        streams.forEach((name, ledger) -> map.put(name, ledger.toMap()));
        return map;
    }

    public void write(ByteWriter out) {
        out.writeUnsigned(streams.size());
        streams.forEach((name, ledger) -> {
            out.writeText(name);
            ledger.write(out);
        });
    }

    public static Ledger read(ByteReader in) {
        Ledger ledger = new Ledger();
        int size = in.readLength();
        for (int i = 0; i < size; i++) {
            ledger.streams.put(in.readText(), StreamLedger.read(in));
        }
        return ledger;
    }
}
