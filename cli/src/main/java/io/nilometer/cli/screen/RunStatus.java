package io.nilometer.cli.screen;

import java.time.Instant;
import java.util.Optional;

/**
 * How far a run is.
 *
 * @param records read so far
 * @param lag records (or bytes, for files) known to be waiting; -1 when unknown
 * @param watermark event time up to which the slowest stream is known; empty before the first event
 * @param note what holds the run back, such as a sink that does not answer; empty when nothing does
 */
public record RunStatus(long records, long lag, Optional<Instant> watermark, String note) {}
