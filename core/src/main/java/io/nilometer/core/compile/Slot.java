package io.nilometer.core.compile;

import io.nilometer.api.FieldType;

/** A slot of an event row; its index is known when all that is used is known. */
final class Slot {

    final FieldType type;
    private boolean used;
    private int index = -1;

    Slot(FieldType type) {
        this.type = type;
    }

    Slot use() {
        used = true;
        return this;
    }

    boolean isUsed() {
        return used;
    }

    void place(int at) {
        index = at;
    }

    /** -1 when nothing uses it. */
    int index() {
        return index;
    }
}
