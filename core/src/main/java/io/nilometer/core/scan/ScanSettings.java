package io.nilometer.core.scan;

import io.nilometer.core.state.StateLayout;

/**
 * What a scanner needs to know of the run.
 *
 * @param shards into how many parts the keys are divided
 * @param bounded whether the input has an end: {@code max_ahead} is a day then unless the file says otherwise, and clocks follow
 *     the events' times
 * @param maxRecordBytes longer records are rejected
 * @param slow records that are rejected unseen
 * @param state with which the run goes on
 */
public record ScanSettings(int shards, boolean bounded, int maxRecordBytes, SlowRecords slow, StateLayout state) {}
