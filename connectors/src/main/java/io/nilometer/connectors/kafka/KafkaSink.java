package io.nilometer.connectors.kafka;

import io.nilometer.api.NilometerException;
import io.nilometer.api.Options;
import io.nilometer.api.Relation;
import io.nilometer.api.Row;
import io.nilometer.api.RowsRefused;
import io.nilometer.api.Sink;
import io.nilometer.api.SinkContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Sends the rows of a batch and waits until all of them are acknowledged, but for those that their topic will never take. A
 * batch that comes again sends only what was not acknowledged.
 */
final class KafkaSink implements Sink {

    private final String brokers;
    private final RowProducers producers;
    private final Map<String, RecordShape> shapes = new HashMap<>();
    private @Nullable Sending sending;

    KafkaSink(Options options, SinkContext context) {
        this.brokers = KafkaConnection.brokers(options);
        for (Relation relation : context.relations()) {
            shapes.put(relation.name(), RecordShape.of(relation, options, context));
        }
        this.producers = new RowProducers(
                options,
                context,
                shapes.values().stream().map(RecordShape::topic).collect(Collectors.toSet()));
    }

    /** The rows of one batch, and what has become of each. */
    private static final class Sending {
        final String incarnation;
        final long number;
        final List<RowsRefused.Refused> refused = new ArrayList<>();
        List<Pending> pending = new ArrayList<>();

        Sending(Batch batch) {
            incarnation = batch.incarnation();
            number = batch.number();
        }

        boolean isOf(Batch batch) {
            return number == batch.number() && incarnation.equals(batch.incarnation());
        }
    }

    /** A row on its way. The producer's thread says how it has ended, the sink's thread looks after a flush. */
    private static final class Pending {
        final RecordShape shape;
        final Row row;
        volatile boolean acknowledged;
        volatile @Nullable Exception failure;

        Pending(RecordShape shape, Row row) {
            this.shape = shape;
            this.row = row;
        }
    }

    @Override
    public void write(Batch batch) throws IOException, RowsRefused {
        Sending current = sending;
        if (current == null || !current.isOf(batch)) {
            current = begin(batch);
            sending = current;
        }
        if (!current.pending.isEmpty()) {
            Exception first = send(current);
            if (first != null && !current.pending.isEmpty() && !KafkaFailures.isOutage(first)) {
                // One row may have failed others that were sent with it: each by itself shows which.
                producers.oneByOne();
                first = send(current);
            }
            if (!current.pending.isEmpty()) {
                producers.together();
                throw told(java.util.Objects.requireNonNull(first));
            }
        }
        sending = null;
        if (!current.refused.isEmpty()) {
            throw new RowsRefused(current.refused);
        }
    }

    private Sending begin(Batch batch) {
        Sending begun = new Sending(batch);
        for (Rows rows : batch.outputs()) {
            RecordShape shape = shapes.get(rows.relation().name());
            if (shape == null) {
                throw new IllegalStateException("rows of " + rows.relation().name() + " were not announced");
            }
            rows.rows().forEach(row -> begun.pending.add(new Pending(shape, row)));
        }
        return begun;
    }

    /** @return a failure of rows that may still be written, if there is one */
    private @Nullable Exception send(Sending current) {
        Exception failure = null;
        try {
            var client = producers.connected();
            for (Pending row : current.pending) {
                row.failure = null;
                client.send(row.shape.record(row.row), (sent, error) -> {
                    row.failure = error;
                    row.acknowledged = error == null;
                });
            }
            client.flush();
        } catch (KafkaException e) {
            failure = e;
        }
        List<Pending> left = new ArrayList<>();
        for (Pending row : current.pending) {
            Exception why = row.failure;
            if (row.acknowledged) {
                continue;
            }
            if (why != null && KafkaFailures.isOfTheRow(why)) {
                current.refused.add(new RowsRefused.Refused(row.shape.relation(), row.row, KafkaFailures.reason(why)));
                continue;
            }
            failure = failure == null || KafkaFailures.isOutage(failure) && why != null ? why : failure;
            left.add(row);
        }
        current.pending = left;
        if (!left.isEmpty()) {
            // A producer that has failed may refuse all that follows; the next attempt makes its own.
            producers.close();
        }
        return left.isEmpty() ? null : failure;
    }

    private IOException told(Exception failure) {
        if (failure instanceof KafkaException known) {
            Optional<NilometerException> lasting = KafkaFailures.lasting(brokers, known);
            if (lasting.isPresent()) {
                throw lasting.get();
            }
        }
        return new IOException("cannot write to " + brokers + " (" + KafkaFailures.reason(failure) + ")", failure);
    }

    @Override
    public void close() {
        producers.close();
    }
}
