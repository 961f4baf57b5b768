package io.nilometer.core.aggregate;

import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.row.EventRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code collect_list}: the values that are not null in the order of events; beyond the limit the first of them. */
final class CollectList extends ObjectAccumulator<CollectList.State> {

    private static final Comparator<Element> ORDER =
            Comparator.comparing(Element::position).thenComparing(Element::value, Arrays::compareUnsigned);

    private final int slot;
    private final Encoding encoding;
    private final int limit;
    private final ByteWriter scratch = new ByteWriter(64);

    CollectList(int slot, Encoding encoding, int limit) {
        this.slot = slot;
        this.encoding = encoding;
        this.limit = limit;
    }

    private record Element(Position position, byte[] value) {}

    /** Sorted, and cut to the limit, only when that is needed. */
    static final class State {
        private final List<Element> elements = new ArrayList<>(4);
        private long bytes;
        private boolean capped;
    }

    @Override
    State empty() {
        return new State();
    }

    @Override
    boolean skips(EventRow row) {
        return row.isNullAt(slot);
    }

    @Override
    void add(State state, EventRow row, EventOrder order) {
        scratch.reset();
        encoding.write(row, slot, scratch);
        add(state, new Element(Position.of(order), scratch.toByteArray()));
    }

    @Override
    void addAll(State state, State other) {
        other.elements.forEach(element -> add(state, element));
        state.capped |= other.capped;
    }

    @Override
    void addAll(State state, ByteReader other) {
        state.capped |= other.readBoolean();
        Partitions partitions = Partitions.read(other);
        for (int rest = other.readLength(); rest > 0; rest--) {
            add(state, new Element(partitions.readPosition(other), other.readBytes()));
        }
    }

    @Override
    void write(State state, ByteWriter out) {
        sort(state);
        out.writeBoolean(state.capped);
        Partitions partitions =
                Partitions.write(state.elements.stream().map(Element::position).toList(), out);
        out.writeUnsigned(state.elements.size());
        for (Element element : state.elements) {
            partitions.write(element.position, out);
            out.writeBytes(element.value, 0, element.value.length);
        }
    }

    @Override
    @Nullable
    Object result(State state) {
        sort(state);
        return Elements.array(
                encoding, state.elements.stream().map(Element::value).toList());
    }

    @Override
    long heapBytes(State state) {
        return 64 + state.bytes;
    }

    @Override
    boolean capped(State state) {
        return state.capped || state.elements.size() > limit;
    }

    private void add(State state, Element element) {
        state.elements.add(element);
        state.bytes += 100 + element.value.length;
        if (state.elements.size() >= 2L * limit + 16) {
            sort(state);
        }
    }

    private void sort(State state) {
        state.elements.sort(ORDER);
        if (state.elements.size() > limit) {
            List<Element> beyond = state.elements.subList(limit, state.elements.size());
            beyond.forEach(element -> state.bytes -= 100 + element.value.length);
            beyond.clear();
            state.capped = true;
        }
    }
}
