package io.nilometer.core.compile;

import io.nilometer.api.Field;
import io.nilometer.core.pipeline.Stream;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;

/**
 * What comes out of a source before any step.
 *
 * @param fields all fields that could be decoded
 * @param columns of the fields, in their order
 */
record SourceShape(
        String stream, Stream.Source input, List<Field> fields, List<AttributeReference> columns, TimeShape time) {}
