package io.nilometer.core.ledger;

import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is waited for, by name, and whether it has come. */
final class Occurrences {

    private final Map<String, Boolean> byName = new TreeMap<>();

    void add(String name, boolean came) {
        byName.merge(name, came, Boolean::logicalOr);
    }

    void add(Occurrences other) {
        other.byName.forEach(this::add);
    }

    void clear() {
        byName.clear();
    }

    /** In the order of the alphabet. */
    List<String> missing() {
        return byName.entrySet().stream()
                .filter(entry -> !entry.getValue())
                .map(Map.Entry::getKey)
                .toList();
    }

    void write(ByteWriter out) {
        out.writeUnsigned(byName.size());
        byName.forEach((name, came) -> {
            out.writeText(name);
            out.writeBoolean(came);
        });
    }

    void read(ByteReader in) {
        for (int i = in.readLength(); i > 0; i--) {
            byName.put(in.readText(), in.readBoolean());
        }
    }
}
