package io.nilometer.core.compile;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.codegen.Block;
import org.apache.spark.sql.catalyst.expressions.codegen.CodeBlock;
import org.apache.spark.sql.catalyst.expressions.codegen.CodeGenerator;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenFallback;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.catalyst.expressions.codegen.JavaCode;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;

/**
 * A call of one of Spark's functions that is held to a {@link Bound}: its arguments are evaluated, what it would make of
 * them is checked, and only then it is called; what it gave is counted. In texts it reads as the call. Public for Spark, which copies it.
 */
public final class Metered extends Expression {

    private static final long serialVersionUID = 1L;

    private final Expression call;
    private final Budget budget;
    private final Meter meter;
    private transient @Nullable List<Evaluated> arguments;
    private transient @Nullable Expression inner;

    public Metered(Expression call, Budget budget, Meter meter) {
        this.call = call;
        this.budget = budget;
        this.meter = meter;
    }

    Metered with(Budget other) {
        return new Metered(call, other, meter);
    }

    @Override
    public Seq<Expression> children() {
        return ScalaBridge.seq(List.of(call));
    }

    @Override
    public boolean foldable() {
        // What a lambda gives is copied each time, also when it is constant.
        return call.foldable() && !meter.isOfLambda();
    }

    @Override
    public DataType dataType() {
        return call.dataType();
    }

    @Override
    public boolean nullable() {
        return call.nullable();
    }

    @Override
    public @Nullable Object eval(@Nullable InternalRow input) {
        @Nullable Object value;
        if (meter.before() == null) {
            value = call.eval(input);
        } else {
            Expression known = prepared();
            @Nullable Object[] values = new Object[arguments().size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = original(i).eval(input);
                arguments().get(i).set(values[i]);
            }
            meter.before(values, budget);
            value = known.eval(input);
        }
        meter.after(value, budget);
        return value;
    }

    @Override
    public ExprCode doGenCode(CodegenContext context, ExprCode result) {
        StringBuilder code = new StringBuilder();
        String meterField = context.addReferenceObj("meter", meter, Meter.class.getName());
        String budgetField = context.addReferenceObj("budget", budget, Budget.class.getName());
        ExprCode value;
        if (call instanceof CodegenFallback) {
            value = interpreted(context, result);
            return value;
        } else if (meter.before() == null) {
            value = call.genCode(context);
        } else {
            Expression known = prepared();
            List<String> boxed = new ArrayList<>();
            for (int i = 0; i < arguments().size(); i++) {
                code.append(arguments().get(i).keep(original(i), context));
                boxed.add(arguments().get(i).boxed());
            }
            code.append(meterField)
                    .append(".before(new Object[] {")
                    .append(String.join(", ", boxed))
                    .append("}, ")
                    .append(budgetField)
                    .append(");\n");
            value = known.genCode(context);
        }
        code.append(value.code()).append('\n');
        if (meter.countsResult()) {
            code.append("if (!(").append(value.isNull()).append(")) { ");
            code.append(meterField).append(".after(").append(value.value());
            code.append(", ").append(budgetField).append("); }\n");
        }
        return value.copy(block(code.toString()), value.isNull(), value.value());
    }

    /** What has no code of its own is evaluated by {@link #eval}. */
    private ExprCode interpreted(CodegenContext context, ExprCode result) {
        String self = context.addReferenceObj("call", this, Expression.class.getName());
        String object = context.freshName("object");
        String type = CodeGenerator.javaType(dataType());
        String code = "Object " + object + " = " + self + ".eval(" + context.INPUT_ROW() + ");\n" + "boolean "
                + result.isNull() + " = " + object + " == null;\n" + type + " " + result.value() + " = "
                + CodeGenerator.defaultValue(dataType(), false) + ";\n" + "if (!" + result.isNull() + ") { "
                + result.value() + " = (" + CodeGenerator.boxedType(dataType()) + ") " + object + "; }\n";
        return result.copy(block(code), JavaCode.isNullVariable(result.isNull().toString()), result.value());
    }

    private static Block block(String code) {
        return new CodeBlock(ScalaBridge.seq(List.of(code)), ScalaBridge.seq(List.of()));
    }

    private Expression original(int index) {
        return call.children().apply(index);
    }

    private List<Evaluated> arguments() {
        List<Evaluated> known = arguments;
        if (known == null) {
            known = ScalaBridge.<Expression>list(call.children()).stream()
                    .map(child -> new Evaluated(child.dataType(), child.nullable()))
                    .toList();
            arguments = known;
        }
        return known;
    }

    /** The call over what stands for its arguments; constants stay, since some functions look at them early. */
    private Expression prepared() {
        Expression known = inner;
        if (known == null) {
            List<Expression> stand = new ArrayList<>();
            for (int i = 0; i < arguments().size(); i++) {
                stand.add(original(i).foldable() ? original(i) : arguments().get(i));
            }
            known = call.withNewChildren(ScalaBridge.seq(stand));
            inner = known;
        }
        return known;
    }

    @Override
    public Expression withNewChildrenInternal(IndexedSeq<Expression> children) {
        return new Metered(children.head(), budget, meter);
    }

    @Override
    public int productArity() {
        return 3;
    }

    @Override
    public Object productElement(int index) {
        return index == 0 ? call : index == 1 ? budget : meter;
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof Metered;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Metered metered
                && call.equals(metered.call)
                && budget == metered.budget
                && meter.equals(metered.meter);
    }

    @Override
    public int hashCode() {
        return call.hashCode();
    }

    @Override
    public String prettyName() {
        return call.prettyName();
    }

    @Override
    public String toString() {
        return call.toString();
    }

    @Override
    public String sql() {
        return call.sql();
    }
}
