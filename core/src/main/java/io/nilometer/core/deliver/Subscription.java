package io.nilometer.core.deliver;

import io.nilometer.api.Relation;
import io.nilometer.api.Row;
import io.nilometer.api.Sink;
import io.nilometer.api.SinkContext;
import io.nilometer.api.SinkFactory;
import io.nilometer.core.pipeline.Output;
import io.nilometer.core.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one output gets, and how.
 *
 * @param output its name
 * @param relations whose rows it gets
 * @param updates also provisional rows
 * @param ready looks, before anything is read, whether rows of a state can be written; throws when they never can
 * @param sink makes the sink, on the output's own thread. A {@link io.nilometer.api.NilometerException} will not pass and
 *     ends the output; anything else is tried again as {@code retry} says.
 * @param refused makes the sink that keeps what the other one will never take, rows of {@link RefusedRows#RELATION}; null
 *     when nothing does
 */
public record Subscription(
        String output,
        List<Relation> relations,
        boolean updates,
        Output.Retry retry,
        Consumer<SinkFactory.StateMark> ready,
        Callable<Sink> sink,
        @Nullable Callable<Sink> refused) {

    public Subscription {
        relations = List.copyOf(relations);
    }

    /** One that nothing stands in the way of. */
    public Subscription(
            String output, List<Relation> relations, boolean updates, Output.Retry retry, Callable<Sink> sink) {
        this(output, relations, updates, retry, state -> {}, sink, null);
    }

    /** That of an output of a pipeline. */
    public static Subscription of(
            Pipeline pipeline, Output output, List<Relation> relations, SinkFactory factory, Consumer<String> notice) {
        SinkContext context =
                new SinkContext(pipeline.name(), output.name(), pipeline.directory(), List.copyOf(relations), notice);
        return new Subscription(
                output.name(),
                relations,
                output.updates(),
                output.retry(),
                state -> factory.ready(output.sink().options(), context, state),
                () -> factory.create(output.sink().options(), context),
                null);
    }

    /** Names of the relations that some output gets. */
    public static Set<String> relationsWanted(List<Subscription> outputs) {
        Set<String> wanted = new HashSet<>();
        outputs.forEach(output -> output.relations.forEach(relation -> wanted.add(relation.name())));
        return wanted;
    }

    /** Names of the relations of which some output gets also the provisional rows. */
    public static Set<String> updatesWanted(List<Subscription> outputs) {
        return relationsWanted(outputs.stream().filter(Subscription::updates).toList());
    }

    Map<String, Relation> byName() {
        Map<String, Relation> named = new LinkedHashMap<>();
        relations.forEach(relation -> named.put(relation.name(), relation));
        return named;
    }

    /** Those of the rows that this output gets; empty when there are none. */
    List<Sink.Rows> select(List<Sink.Rows> outputs) {
        List<Sink.Rows> wanted = new ArrayList<>();
        for (Sink.Rows rows : outputs) {
            if (wants(rows.relation())) {
                Sink.Rows mine = updates || rows.rows().stream().allMatch(Row::last)
                        ? rows
                        : new Sink.Rows(
                                rows.relation(),
                                rows.rows().stream().filter(Row::last).toList());
                if (!mine.rows().isEmpty()) {
                    wanted.add(mine);
                }
            }
        }
        return wanted;
    }

    private boolean wants(Relation relation) {
        for (Relation mine : relations) {
            if (mine.name().equals(relation.name())) {
                return true;
            }
        }
        return false;
    }
}
