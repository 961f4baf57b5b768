package io.nilometer.core.compile;

import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.codegen.CodeGenerator;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.EmptyBlock$;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.catalyst.expressions.codegen.JavaCode;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;

/** Stands for an argument whose value is known already: in generated code in fields of its class, otherwise here. */
final class Evaluated extends Expression {

    private static final long serialVersionUID = 1L;

    private final DataType type;
    private final boolean nullable;
    private String nullField = "";
    private String valueField = "";
    private transient @Nullable Object value;

    Evaluated(DataType type, boolean nullable) {
        this.type = type;
        this.nullable = nullable;
    }

    void set(@Nullable Object known) {
        value = known;
    }

    /** The code that evaluates an argument and keeps its value for this one. */
    String keep(Expression argument, CodegenContext context) {
        ExprCode code = argument.genCode(context);
        nullField = context.addMutableState("boolean", "argumentIsNull", name -> "", true, true);
        valueField = context.addMutableState(CodeGenerator.javaType(type), "argument", name -> "", true, true);
        return code.code() + "\n" + nullField + " = " + code.isNull() + ";\n" + valueField + " = " + code.value()
                + ";\n";
    }

    /** The value as an object, in generated code. */
    String boxed() {
        return nullField + " ? null : (Object) "
                + (CodeGenerator.isPrimitiveType(type)
                        ? CodeGenerator.boxedType(type) + ".valueOf(" + valueField + ")"
                        : valueField);
    }

    @Override
    public DataType dataType() {
        return type;
    }

    @Override
    public boolean nullable() {
        return nullable;
    }

    @Override
    public @Nullable Object eval(InternalRow input) {
        return value;
    }

    @Override
    public ExprCode doGenCode(CodegenContext context, ExprCode code) {
        return code.copy(EmptyBlock$.MODULE$, JavaCode.isNullGlobal(nullField), JavaCode.global(valueField, type));
    }

    @Override
    public Seq<Expression> children() {
        return ScalaBridge.seq(List.of());
    }

    @Override
    public Expression withNewChildrenInternal(IndexedSeq<Expression> children) {
        return this;
    }

    @Override
    public int productArity() {
        return 2;
    }

    @Override
    public Object productElement(int index) {
        return index == 0 ? type : nullable;
    }

    @Override
    public boolean canEqual(Object other) {
        return other == this;
    }

    @Override
    public boolean equals(Object other) {
        return other == this;
    }

    @Override
    public int hashCode() {
        return Objects.hash(System.identityHashCode(this));
    }
}
