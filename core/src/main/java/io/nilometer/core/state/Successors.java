package io.nilometer.core.state;

import java.util.Arrays;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Which grouping of a program goes on with the cells of which one of a version before: first those that are the same in all, then
 * those that differ in lateness or in what may fail. No cells go to two.
 */
public final class Successors {

    private static final int NONE = -1;

    private final StateLayout from;
    private final StateLayout to;
    private final int[] successor;

    /** @param nameNow of a stream, by its name then */
    public Successors(StateLayout from, StateLayout to, UnaryOperator<String> nameNow) {
        this.from = from;
        this.to = to;
        successor = new int[from.groupings().size()];
        Arrays.fill(successor, NONE);
        join((then, now) -> now.continues(then, nameNow) && now.isSame(then));
        join((then, now) -> now.continues(then, nameNow));
    }

    private void join(BiPredicate<StateLayout.Identity, StateLayout.Identity> fits) {
        for (int now = 0; now < to.groupings().size(); now++) {
            for (int then = 0; then < successor.length && predecessor(now) == NONE; then++) {
                if (successor[then] == NONE
                        && fits.test(
                                from.groupings().get(then).identity(),
                                to.groupings().get(now).identity())) {
                    successor[then] = now;
                }
            }
        }
    }

    /** The index of the grouping that goes on with the cells of one of the version before; negative when none does. */
    public int successor(int then) {
        return successor[then];
    }

    /** The index of the grouping of the version before whose cells one of now has; negative when it starts empty. */
    public int predecessor(int now) {
        return IntStream.range(0, successor.length)
                .filter(then -> successor[then] == now)
                .findFirst()
                .orElse(NONE);
    }

    /** Whether cells of both versions have the same bytes. */
    public boolean sameCells() {
        return from.groupings().size() == to.groupings().size()
                && IntStream.range(0, successor.length)
                        .allMatch(index -> successor[index] == index
                                && from.groupings()
                                        .get(index)
                                        .text()
                                        .equals(to.groupings().get(index).text()));
    }

    /**
     * Up to where windows of the version before are closed.
     *
     * @param clocks C of its sources, by their names then
     * @return by grouping of now
     */
    public long[] closedMicros(Map<String, Long> clocks) {
        long[] then = from.closedMicros(clocks);
        return IntStream.range(0, to.groupings().size())
                .mapToLong(now -> predecessor(now) == NONE ? StateLayout.ALWAYS : then[predecessor(now)])
                .toArray();
    }
}
