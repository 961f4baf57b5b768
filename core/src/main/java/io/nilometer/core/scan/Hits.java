package io.nilometer.core.scan;

import io.nilometer.core.program.Grouping;
import java.util.Arrays;

/** Which feeds and outputs an event goes to: found before any cell is touched, used right after. Reused. */
final class Hits {

    private FeedRunner[] feeds = new FeedRunner[16];
    private int[] firsts = new int[16];
    private int feedCount;
    private NodeRunner[] outputs = new NodeRunner[4];
    private int outputCount;

    void clear() {
        feedCount = 0;
        outputCount = 0;
    }

    void add(FeedRunner feed, int first) {
        if (feedCount == feeds.length) {
            feeds = Arrays.copyOf(feeds, feedCount * 2);
            firsts = Arrays.copyOf(firsts, feedCount * 2);
        }
        feeds[feedCount] = feed;
        firsts[feedCount++] = first;
    }

    void addOutput(NodeRunner node) {
        if (outputCount == outputs.length) {
            outputs = Arrays.copyOf(outputs, outputCount * 2);
        }
        outputs[outputCount++] = node;
    }

    boolean has(Grouping grouping) {
        for (int i = 0; i < feedCount; i++) {
            if (feeds[i].grouping() == grouping) {
                return true;
            }
        }
        return false;
    }

    int feedCount() {
        return feedCount;
    }

    FeedRunner feed(int hit) {
        return feeds[hit];
    }

    int first(int hit) {
        return firsts[hit];
    }

    int outputCount() {
        return outputCount;
    }

    NodeRunner output(int hit) {
        return outputs[hit];
    }
}
