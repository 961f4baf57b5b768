package io.nilometer.api;

/** Makes the records of a stream's {@code demo} section: the same record for the same arguments. Used by one thread. */
public interface RecordGenerator {

    /** Records per second that the section asks for. */
    double rate();

    /**
     * The record number {@code n}.
     *
     * @param n from 0
     * @param startMicros when the demo started, microseconds since the epoch: incidents are placed relative to it
     * @param nowMicros the time that the record speaks of
     */
    byte[] record(long n, long startMicros, long nowMicros);
}
