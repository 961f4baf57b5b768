package io.nilometer.core.program;

import io.nilometer.api.Decoder;
import io.nilometer.api.Field;
import io.nilometer.api.FieldType;
import io.nilometer.core.frame.Framing;
import io.nilometer.core.pipeline.Stream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is done with the records of one source stream.
 *
 * @param index in {@link Program#sources}
 * @param stream its name
 * @param input as in the pipeline
 * @param framing what is done with its records before they are decoded
 * @param fields the decoded fields; field i is slot i. Fields that nothing uses are not decoded.
 * @param texts decodes the same fields, all as text: what stood there when one does not fit its type
 * @param slots types of all slots: fields first
 * @param metaSlots slots of the members of {@code meta} that something uses
 * @param eventTimeSlot slot of {@code event_time}
 * @param late the stream of its late events, or null when nothing reads it; begins with an own row like the source's
 * @param lateBySlot slot of {@code late_by} (day-time seconds as double); -1 when nothing reads it
 * @param rejected the stream of its rejected records, or null when nothing reads it
 */
public record SourceProgram(
        int index,
        String stream,
        Stream.Source input,
        Framing framing,
        Maker<Decoder> decoder,
        Maker<Decoder> texts,
        List<Field> fields,
        List<FieldType> slots,
        Map<MetaField, Integer> metaSlots,
        int eventTimeSlot,
        TimeProgram time,
        boolean rejectBadField,
        StreamNode root,
        @Nullable StreamNode late,
        int lateBySlot,
        @Nullable Rejected rejected) {

    /**
     * @param slots types of the slots of its rows, which are not the source's
     * @param reasonSlot slot of {@code reason}, or -1, as the others
     */
    public record Rejected(
            List<FieldType> slots,
            int reasonSlot,
            int rawSlot,
            int eventTimeSlot,
            Map<MetaField, Integer> metaSlots,
            StreamNode root) {}
}
