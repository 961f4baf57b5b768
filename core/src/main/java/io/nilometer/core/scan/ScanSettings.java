package io.nilometer.core.scan;

import io.nilometer.core.state.StateLayout;

/**
 * What a scanner needs to know of the run.
 *
 * @param shards into how many parts the keys are divided
 * @param bounded whether the input has an end: {@code max_ahead} is off then unless the file says otherwise
 * @param maxRecordBytes longer records are rejected
 * @param state with which the run goes on
 */
public record ScanSettings(int shards, boolean bounded, int maxRecordBytes, StateLayout state) {}
