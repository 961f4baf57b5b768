package io.nilometer.core.run;

import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import java.util.Map;
import java.util.TreeMap;

/** Where reading goes on in every partition of one source. */
final class Positions {

    private final Map<String, String> resume = new TreeMap<>();

    boolean put(String partition, String position) {
        return !position.equals(resume.put(partition, position));
    }

    boolean remove(String partition) {
        return resume.remove(partition) != null;
    }

    Map<String, String> toMap() {
        return Map.copyOf(resume);
    }

    void write(ByteWriter out) {
        out.writeUnsigned(resume.size());
        resume.forEach((partition, position) -> {
            out.writeText(partition);
            out.writeText(position);
        });
    }

    void read(ByteReader in) {
        resume.clear();
        int size = in.readLength();
        for (int i = 0; i < size; i++) {
            resume.put(in.readText(), in.readText());
        }
    }
}
