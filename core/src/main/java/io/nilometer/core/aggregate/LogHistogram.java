package io.nilometer.core.aggregate;

import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;
import com.datadoghq.sketch.ddsketch.mapping.IndexMapping;
import io.nilometer.core.bytes.ByteReader;
import io.nilometer.core.bytes.ByteWriter;

/**
 * DDSketch (Masson, Rim, Lee: "DDSketch: a fast and fully-mergeable quantile sketch with relative-error guarantees", VLDB
 * 2019) with 1% relative error: how many values fell into each of a sequence of geometrically growing buckets. Buckets never
 * collapse, so it is a function of the multiset of values; there are at most about 140,000 of them, over all finite
 * doubles. Values below the smallest normal double are in the bucket of zero. NaN is the largest value, as in Spark.
 */
final class LogHistogram {

    static final double ACCURACY = 0.01;
    private static final IndexMapping MAPPING = new CubicallyInterpolatedMapping(ACCURACY);
    private static final double SMALLEST = MAPPING.minIndexableValue();
    private static final double LARGEST = MAPPING.maxIndexableValue();

    private final Buckets positive = new Buckets();
    /** By the index of the absolute value. */
    private final Buckets negative = new Buckets();

    private long zeros;
    private long nans;
    private long infinities;
    private long negativeInfinities;

    void add(double value) {
        double size = Math.abs(value);
        if (size < SMALLEST) {
            zeros++;
        } else if (size <= Double.MAX_VALUE) {
            (value > 0 ? positive : negative).add(MAPPING.index(Math.min(size, LARGEST)), 1);
        } else if (value != value) {
            nans++;
        } else if (value > 0) {
            infinities++;
        } else {
            negativeInfinities++;
        }
    }

    void addAll(LogHistogram other) {
        positive.addAll(other.positive);
        negative.addAll(other.negative);
        zeros += other.zeros;
        nans += other.nans;
        infinities += other.infinities;
        negativeInfinities += other.negativeInfinities;
    }

    void addAll(ByteReader in) {
        positive.addAll(in);
        negative.addAll(in);
        zeros += in.readUnsigned();
        nans += in.readUnsigned();
        infinities += in.readUnsigned();
        negativeInfinities += in.readUnsigned();
    }

    void write(ByteWriter out) {
        positive.write(out);
        negative.write(out);
        out.writeUnsigned(zeros);
        out.writeUnsigned(nans);
        out.writeUnsigned(infinities);
        out.writeUnsigned(negativeInfinities);
    }

    /** About the value of this rank, from 1, in ascending order. */
    double valueAt(long rank) {
        long rest = rank - negativeInfinities;
        if (rest <= 0) {
            return Double.NEGATIVE_INFINITY;
        }
        long below = negative.total();
        if (rest <= below) {
            return -MAPPING.value(negative.bucketAt(below - rest + 1));
        }
        rest -= below + zeros;
        if (rest <= 0) {
            return 0;
        }
        long above = positive.total();
        if (rest <= above) {
            return MAPPING.value(positive.bucketAt(rest));
        }
        return rest - above <= infinities ? Double.POSITIVE_INFINITY : Double.NaN;
    }

    long heapBytes() {
        return 64 + positive.heapBytes() + negative.heapBytes();
    }
}
