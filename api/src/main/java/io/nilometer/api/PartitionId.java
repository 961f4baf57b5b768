package io.nilometer.api;

/**
 * A partition of a source: records in it are ordered.
 *
 * @param name unique within the source and the same in every run, such as {@code logs-0} or a file's path
 * @param order breaks ties between partitions wherever order matters; depends on the name alone, the same on every
 *     engine and in every run
 */
public record PartitionId(String name, long order) {}
