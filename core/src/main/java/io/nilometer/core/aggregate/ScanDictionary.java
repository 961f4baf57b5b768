package io.nilometer.core.aggregate;

/** The distinct values of one scan, which all its accumulators share. Belongs to one thread. */
public final class ScanDictionary {

    final ValueNumbers values = new ValueNumbers();

    /** All cells of the scan have been written and cleared: what was numbered for them may go. */
    public void cleared() {
        values.cleared();
    }
}
