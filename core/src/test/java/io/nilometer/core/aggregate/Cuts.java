package io.nilometer.core.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.FieldType;
import io.nilometer.api.PartitionId;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;
import io.nilometer.core.row.CatalystValues;
import io.nilometer.core.row.EventRow;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Runs an aggregate over events that are cut into cells at random, merged in random order, directly or from bytes. */
final class Cuts {

    /** Values in plain Java, in the order of the inputs. */
    record Event(long time, long partition, long position, int index, List<@Nullable Object> values) {
        static Event of(long time, long position, @Nullable Object... values) {
            return new Event(time, position % 3, position, 0, Collections.unmodifiableList(Arrays.asList(values)));
        }

        @Nullable
        Object value() {
            return values.get(0);
        }
    }

    record Outcome(@Nullable Object value, boolean capped, boolean tooLarge) {
        Outcome(@Nullable Object value, boolean capped) {
            this(value, capped, false);
        }
    }

    private Cuts() {}

    static AggregateSpec spec(AggregateFunction function, FieldType input, FieldType result, Object... parameters) {
        return new AggregateSpec(
                function, false, List.of(input), result, List.of(parameters), 10_000, null, function.name());
    }

    static @Nullable Object result(AggregateSpec spec, List<Event> events, Random random) {
        return outcome(spec, events, random).value();
    }

    static Outcome outcome(AggregateSpec spec, List<Event> events, Random random) {
        ScanDictionary dictionary = new ScanDictionary();
        Accumulator scan = Accumulators.of(spec, slots(spec), -1, dictionary);
        Accumulator merge = Accumulators.of(spec);
        EventRow row = row(spec);
        List<State> states = new ArrayList<>();
        int cells = 1 + random.nextInt(random.nextBoolean() ? 3 : 12);
        for (int i = 0; i < cells; i++) {
            states.add(new State(scan, dictionary, random));
        }
        for (Event event : events) {
            states.get(random.nextInt(cells)).update(row, event);
        }
        states.replaceAll(state -> random.nextBoolean() ? state : state.copy(merge, random));
        while (states.size() > 1) {
            State target = states.remove(random.nextInt(states.size()));
            State source = states.get(random.nextInt(states.size()));
            if (source.by != target.by || random.nextBoolean()) {
                target.mergeBytes(source.bytes());
            } else {
                Object before = plain(spec, source.result());
                target.mergeState(source);
                Object merged = plain(spec, target.result());
                assertThat(plain(spec, source.result()))
                        .as("the source after a merge")
                        .isEqualTo(before);
                if (source.by == scan && !events.isEmpty() && random.nextInt(4) == 0) {
                    source.update(row, events.get(random.nextInt(events.size())));
                    assertThat(plain(spec, target.result()))
                            .as("the target after an update of the source")
                            .isEqualTo(merged);
                }
            }
            states.set(states.indexOf(source), target);
        }
        State last = states.get(0);
        if (random.nextBoolean()) {
            last = last.copy(merge, random);
        }
        assertThat(last.by.heapBytes(last.objects, last.objectAt)).isNotNegative();
        return new Outcome(
                plain(spec, last.result()),
                last.by.capped(last.objects, last.objectAt),
                last.by.tooLarge(last.longs, last.at, last.objects, last.objectAt));
    }

    private static @Nullable Object plain(AggregateSpec spec, @Nullable Object value) {
        return CatalystValues.toJava(spec.result(), value);
    }

    static int[] slots(AggregateSpec spec) {
        int[] slots = new int[spec.inputs().size()];
        Arrays.setAll(slots, i -> i + 1);
        return slots;
    }

    /** Slot 0 is nobody's. */
    static EventRow row(AggregateSpec spec) {
        List<FieldType> types = new ArrayList<>(List.of(FieldType.Simple.BOOLEAN));
        types.addAll(spec.inputs());
        return new EventRow(types);
    }

    static void set(EventRow row, int slot, @Nullable Object value) {
        if (value == null) {
            row.setNull(slot);
        } else if (value instanceof byte[] bytes) {
            byte[] around = new byte[bytes.length + 5];
            Arrays.fill(around, (byte) 0x5A);
            System.arraycopy(bytes, 0, around, 2, bytes.length);
            row.setBytes(slot, around, 2, bytes.length);
        } else if (value instanceof String text) {
            set(row, slot, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } else if (value instanceof BigDecimal || value instanceof List || value instanceof Map) {
            row.setObject(slot, value);
        } else {
            row.update(slot, value);
        }
    }

    /** One state, somewhere in arrays that hold other things too; from a scan to merge it goes as bytes. */
    static final class State {
        private static final long GUARD = 0x5EED;

        final Accumulator by;
        private final ScanDictionary dictionary;
        final long[] longs;
        final int at;
        final @Nullable Object[] objects;
        final int objectAt;

        State(Accumulator by, ScanDictionary dictionary, Random random) {
            this.by = by;
            this.dictionary = dictionary;
            at = 1 + random.nextInt(3);
            objectAt = 1 + random.nextInt(3);
            longs = new long[at + by.longs() + 1];
            objects = new Object[objectAt + by.objects() + 1];
            longs[at - 1] = GUARD;
            longs[longs.length - 1] = GUARD;
            by.init(longs, at);
        }

        void update(EventRow row, Event event) {
            row.clear();
            for (int i = 0; i < event.values().size(); i++) {
                set(row, i + 1, event.values().get(i));
            }
            EventOrder order = new EventOrder();
            order.timeMicros = event.time();
            order.partition = new PartitionId("p-" + event.partition(), 0);
            order.position = event.position();
            order.index = event.index();
            by.update(longs, at, objects, objectAt, row, order);
            for (int i = 0; i < event.values().size(); i++) {
                if (row.type(i + 1).slot() == FieldType.Slot.BYTES && !row.isNullAt(i + 1)) {
                    Arrays.fill(row.bufferAt(i + 1), (byte) 0x7E);
                }
            }
        }

        State copy(Accumulator as, Random random) {
            State copy = new State(as, dictionary, random);
            copy.mergeBytes(bytes());
            return copy;
        }

        byte[] bytes() {
            ByteWriter out = new ByteWriter(16);
            dictionary.beginBlock();
            out.writeInt(7);
            by.write(longs, at, objects, objectAt, out);
            out.writeInt(9);
            return out.toByteArray();
        }

        void mergeBytes(byte[] bytes) {
            ByteReader in = new ByteReader(bytes);
            assertThat(in.readInt()).isEqualTo(7);
            by.merge(longs, at, objects, objectAt, in);
            assertThat(in.readInt()).as("read exactly what was written").isEqualTo(9);
            assertThat(in.hasMore()).isFalse();
        }

        void mergeState(State other) {
            by.merge(longs, at, objects, objectAt, other.longs, other.at, other.objects, other.objectAt);
        }

        @Nullable
        Object result() {
            assertThat(longs[at - 1]).isEqualTo(GUARD);
            assertThat(longs[longs.length - 1]).isEqualTo(GUARD);
            assertThat(objects[objectAt - 1]).isNull();
            assertThat(objects[objects.length - 1]).isNull();
            return by.result(longs, at, objects, objectAt);
        }
    }
}
