package io.nilometer.core.scan;

/** Numbers the events of a scan, so that a key is read once for each. */
final class EventNumbers {

    private long last;

    long next() {
        return ++last;
    }
}
