package io.nilometer.core.program;

import io.nilometer.api.FieldType;
import io.nilometer.api.Relation;
import java.util.List;

/** A stream whose events are wanted as rows. */
public record StreamOutput(Relation relation, List<FieldType> types) {}
