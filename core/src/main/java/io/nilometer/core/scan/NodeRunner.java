package io.nilometer.core.scan;

import io.nilometer.core.program.Condition;
import io.nilometer.core.program.Exploder;
import io.nilometer.core.program.Projector;
import io.nilometer.core.program.StreamNode;
import io.nilometer.core.row.EventRow;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Runs the events of one stream, and of the streams derived from it, through their steps; one thread's own copy. */
final class NodeRunner {

    private final String stream;
    private final Step[] steps;
    private final @Nullable Projector arguments;
    private final FeedRunner[] feeds;
    private final int output;
    private final int[] outputSlots;
    private final NodeRunner[] derived;
    private final boolean explodes;

    /** A step with its compiled part. */
    private sealed interface Step {}

    private record Derive(Projector projector) implements Step {}

    private record Where(Condition condition, String name) implements Step {}

    private record Explode(Exploder exploder, String name) implements Step {}

    /** Takes what the runner finds. */
    interface Visitor {
        /** An event has passed all steps of a stream. */
        void reached(NodeRunner node, EventRow row);

        /** Some of the expressions that only the feeds of a stream need fail for the event that it is about to reach. */
        void failed(NodeRunner node, List<Projector.Failure> failures);
    }

    /**
     * A step failed: nothing behind it can have the event. Spark throws checked exceptions that Java does not see, runs out of
     * stack on hostile texts, and misses classes of libraries that are not part of Nilometer; no record may stop a pipeline.
     */
    static final class ExpressionFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final String column;

        ExpressionFailed(String column, Throwable cause) {
            super(column, cause, false, false);
            this.column = column;
        }
    }

    NodeRunner(StreamNode node, BiFunction<StreamNode, StreamNode.Feed, FeedRunner> feedMaker) {
        stream = node.stream();
        steps = node.steps().stream().map(NodeRunner::prepare).toArray(Step[]::new);
        arguments = node.arguments() == null ? null : node.arguments().make();
        feeds = node.feeds().stream().map(feed -> feedMaker.apply(node, feed)).toArray(FeedRunner[]::new);
        output = node.output();
        outputSlots = node.outputSlots();
        derived = node.derived().stream()
                .map(child -> new NodeRunner(child, feedMaker))
                .toArray(NodeRunner[]::new);
        boolean any = node.steps().stream().anyMatch(StreamNode.Explode.class::isInstance);
        for (NodeRunner child : derived) {
            any |= child.explodes;
        }
        explodes = any;
    }

    /** Whether an event can become several here or further down. */
    boolean explodes() {
        return explodes;
    }

    String stream() {
        return stream;
    }

    FeedRunner[] feeds() {
        return feeds;
    }

    int output() {
        return output;
    }

    int[] outputSlots() {
        return outputSlots;
    }

    NodeRunner[] derived() {
        return derived;
    }

    /**
     * Runs an event through the steps of this stream alone; the visitor goes on to the derived ones.
     *
     * @throws ExpressionFailed when a step fails
     */
    void run(EventRow row, Visitor visitor) {
        run(row, 0, visitor);
    }

    private void run(EventRow row, int from, Visitor visitor) {
        for (int i = from; i < steps.length; i++) {
            Step step = steps[i];
            if (step instanceof Derive derive) {
                project(derive.projector, row);
            } else if (step instanceof Where where) {
                if (!test(where, row)) {
                    return;
                }
            } else {
                explode((Explode) step, row, i + 1, visitor);
                return;
            }
        }
        if (arguments != null) {
            arguments(arguments, row, visitor);
        }
        visitor.reached(this, row);
    }

    private void arguments(Projector projector, EventRow row, Visitor visitor) {
        try {
            projector.project(row);
        } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
            List<Projector.Failure> failures = projector.projectEach(row);
            if (!failures.isEmpty()) {
                visitor.failed(this, failures);
            }
        }
    }

    private void explode(Explode step, EventRow row, int next, Visitor visitor) {
        int elements;
        try {
            elements = step.exploder.count(row);
        } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
            throw new ExpressionFailed(step.name, e);
        }
        for (int element = 0; element < elements; element++) {
            step.exploder.element(element, row);
            run(row, next, visitor);
        }
    }

    private static boolean test(Where where, EventRow row) {
        try {
            return where.condition.test(row);
        } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
            throw new ExpressionFailed(where.name, e);
        }
    }

    private static void project(Projector projector, EventRow row) {
        try {
            projector.project(row);
        } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
            List<Projector.Failure> failures = projector.projectEach(row);
            if (!failures.isEmpty()) {
                throw new ExpressionFailed(failures.get(0).name(), e);
            }
        }
    }

    private static Step prepare(StreamNode.Step step) {
        if (step instanceof StreamNode.Derive derive) {
            return new Derive(derive.projector().make());
        }
        if (step instanceof StreamNode.Where where) {
            return new Where(where.condition().make(), where.name());
        }
        StreamNode.Explode explode = (StreamNode.Explode) step;
        return new Explode(explode.exploder().make(), explode.name());
    }
}
