package io.nilometer.core.compile;

import io.nilometer.api.FieldType;
import io.nilometer.core.program.MetaField;
import io.nilometer.core.row.CatalystValues;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.CreateNamedStruct;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.catalyst.expressions.Literal$;
import org.apache.spark.sql.types.DataTypes;

/** The columns that every row of every stream has: {@code event_time} and the struct {@code meta}. */
final class RowColumns {

    static final String EVENT_TIME = "event_time";
    static final String META = "meta";

    private final AttributeReference eventTime = Names.column(EVENT_TIME, DataTypes.TimestampType);
    private final AttributeReference meta;
    private final Map<MetaField, AttributeReference> members = new EnumMap<>(MetaField.class);

    RowColumns() {
        List<FieldType.Member> struct = new ArrayList<>();
        for (MetaField member : MetaField.values()) {
            struct.add(new FieldType.Member(member.column(), member.type()));
            members.put(member, Names.column(META + "." + member.column(), CatalystValues.dataType(member.type())));
        }
        meta = Names.column(META, CatalystValues.dataType(new FieldType.Struct(struct)));
    }

    AttributeReference eventTime() {
        return eventTime;
    }

    AttributeReference member(MetaField field) {
        AttributeReference member = members.get(field);
        if (member == null) {
            throw new IllegalStateException("no column for " + field);
        }
        return member;
    }

    Scope scope() {
        return Scope.empty().with(EVENT_TIME, eventTime).with(META, meta);
    }

    /** Replaces members of {@code meta} by columns of their own, so that no struct is built for {@code meta.topic}. */
    Expression withoutMeta(Expression tree) {
        Expression direct = ScalaBridge.rewriteDown(
                tree,
                node -> node instanceof GetStructField get && isMeta(get.child())
                        ? member(MetaField.values()[get.ordinal()])
                        : node);
        return ScalaBridge.rewrite(direct, node -> isMeta(node) ? struct() : node);
    }

    private boolean isMeta(Expression node) {
        return node instanceof AttributeReference column && column.exprId().equals(meta.exprId());
    }

    private Expression struct() {
        List<Expression> parts = new ArrayList<>();
        members.forEach((field, column) -> {
            parts.add(Literal$.MODULE$.apply(field.column()));
            parts.add(column);
        });
        return new CreateNamedStruct(ScalaBridge.seq(parts));
    }
}
