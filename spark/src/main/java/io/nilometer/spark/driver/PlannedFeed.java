package io.nilometer.spark.driver;

import io.nilometer.api.Range;
import io.nilometer.api.RangePlanner;
import java.util.List;
import java.util.Map;

/** A source that executors read. */
final class PlannedFeed implements Feed {

    private final RangePlanner planner;

    PlannedFeed(RangePlanner planner) {
        this.planner = planner;
    }

    @Override
    public void open(Map<String, String> resume) {
        planner.open(resume);
    }

    @Override
    public List<Range> next(Map<String, String> read, RangePlanner.Most most) {
        return planner.next(read, most);
    }

    @Override
    public boolean ships() {
        return false;
    }

    @Override
    public byte[] records(String partition, String from, String to) {
        throw new IllegalStateException("executors read these records");
    }

    @Override
    public void wakeUp() {
        planner.wakeUp();
    }

    @Override
    public void close() {
        planner.close();
    }
}
