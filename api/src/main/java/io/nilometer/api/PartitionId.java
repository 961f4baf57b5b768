package io.nilometer.api;

/**
 * A partition of a source: records in it are ordered. Partitions are ordered too, which breaks ties wherever order matters:
 * by {@code order}, then by name, where a number at the end counts as a number ({@code logs-9} comes before
 * {@code logs-10}). So it depends on what the source is told to read and on names alone, the same on every engine and in
 * every run.
 *
 * @param name unique within the source and the same in every run, such as {@code logs-0} or a file's path; empty for the
 *     source's {@link #NOTE}
 * @param order place of the topic or path that it belongs to among those that the source was told to read; 0 when there is
 *     one, or none is named
 */
public record PartitionId(String name, long order) implements Comparable<PartitionId> {

    /**
     * Stands for no partition: with its position a source keeps what belongs to all of them, such as which files are
     * finished. It has no records and no clock; while its progress is {@link Source.Progress#BACKLOG} there is something to
     * read that belongs to no partition yet.
     */
    public static final PartitionId NOTE = new PartitionId("", -1);

    public boolean isNote() {
        return name.isEmpty();
    }

    @Override
    public int compareTo(PartitionId other) {
        if (order != other.order) {
            return Long.compare(order, other.order);
        }
        int end = stem(name);
        int otherEnd = stem(other.name);
        int compared = name.substring(0, end).compareTo(other.name.substring(0, otherEnd));
        compared = compared != 0 ? compared : compareNumbers(name.substring(end), other.name.substring(otherEnd));
        return compared != 0 ? compared : name.compareTo(other.name);
    }

    /** Length of what stands before the number at the end. */
    private static int stem(String name) {
        int end = name.length();
        while (end > 0 && name.charAt(end - 1) >= '0' && name.charAt(end - 1) <= '9') {
            end--;
        }
        return end;
    }

    /** Of any length. */
    private static int compareNumbers(String digits, String others) {
        String number = digits.replaceFirst("^0+", "");
        String other = others.replaceFirst("^0+", "");
        return number.length() != other.length()
                ? Integer.compare(number.length(), other.length())
                : number.compareTo(other);
    }
}
