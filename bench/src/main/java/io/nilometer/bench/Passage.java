package io.nilometer.bench;

/**
 * How a reader passes through a topic: its first quarter is warm-up, the meter runs over the rest. A reader that takes all in
 * one step is measured from where the meter was made.
 */
final class Passage {

    static final double WARM_UP = 0.25;

    private final Meter meter;
    private final long total;
    private boolean warm;
    private boolean ended;

    Passage(Meter meter, long total) {
        this.meter = meter;
        this.total = total;
    }

    /** So many records have been dealt with by now. */
    void reached(long records) {
        if (!ended && records >= total) {
            ended = true;
            meter.end(records);
        } else if (!warm && records >= total * WARM_UP) {
            warm = true;
            meter.begin(records);
        }
    }
}
