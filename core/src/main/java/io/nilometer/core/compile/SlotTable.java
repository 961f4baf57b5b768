package io.nilometer.core.compile;

import io.nilometer.api.FieldType;
import java.util.ArrayList;
import java.util.List;

/** All slots of the rows of one source. Fields come first, and only those that something uses get a place. */
final class SlotTable {

    private final List<Slot> fields = new ArrayList<>();
    private final List<Slot> others = new ArrayList<>();

    Slot addField(FieldType type) {
        Slot slot = new Slot(type);
        fields.add(slot);
        return slot;
    }

    Slot add(FieldType type) {
        Slot slot = new Slot(type);
        others.add(slot);
        return slot;
    }

    /** Gives every used slot its index. */
    List<FieldType> place() {
        List<FieldType> types = new ArrayList<>();
        for (List<Slot> part : List.of(fields, others)) {
            for (Slot slot : part) {
                if (slot.isUsed()) {
                    slot.place(types.size());
                    types.add(slot.type);
                }
            }
        }
        return types;
    }
}
