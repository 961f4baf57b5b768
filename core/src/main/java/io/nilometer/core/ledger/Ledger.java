package io.nilometer.core.ledger;

import io.nilometer.api.NilometerException;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The ledgers of all source streams of a pipeline, by stream. */
public final class Ledger {

    /** Stands where the first format had the number of streams, of which there is at least one. */
    private static final int MARK = 0;

    private static final int VERSION = 4;

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
        out.writeUnsigned(MARK);
        out.writeUnsigned(VERSION);
        out.writeUnsigned(streams.size());
        streams.forEach((name, ledger) -> {
            out.writeText(name);
            ledger.write(out);
        });
    }

    /**
     * @param nameNow of a stream, by its name when it was written
     * @throws NilometerException when another version wrote it
     */
    public static Ledger read(ByteReader in, UnaryOperator<String> nameNow) {
        long version = in.readUnsigned() == MARK ? in.readUnsigned() : 1;
        if (version != VERSION) {
            throw new NilometerException(
                    "state-format",
                    "the ledger in the state has format " + version + ", this version reads " + VERSION,
                    "go on with the version that wrote it, or start with empty state: --forget");
        }
        Ledger ledger = new Ledger();
        int size = in.readLength();
        for (int i = 0; i < size; i++) {
            ledger.streams.put(nameNow.apply(in.readText()), StreamLedger.read(in));
        }
        return ledger;
    }
}
