package io.nilometer.core.compile;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.expressions.ArrayDistinct;
import org.apache.spark.sql.catalyst.expressions.ArrayExcept;
import org.apache.spark.sql.catalyst.expressions.ArrayInsert;
import org.apache.spark.sql.catalyst.expressions.ArrayIntersect;
import org.apache.spark.sql.catalyst.expressions.ArrayJoin;
import org.apache.spark.sql.catalyst.expressions.ArrayRepeat;
import org.apache.spark.sql.catalyst.expressions.ArrayUnion;
import org.apache.spark.sql.catalyst.expressions.ArraysOverlap;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Concat;
import org.apache.spark.sql.catalyst.expressions.ConcatWs;
import org.apache.spark.sql.catalyst.expressions.Contains;
import org.apache.spark.sql.catalyst.expressions.CreateArray;
import org.apache.spark.sql.catalyst.expressions.CreateMap;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Flatten;
import org.apache.spark.sql.catalyst.expressions.FormatNumber;
import org.apache.spark.sql.catalyst.expressions.FormatString;
import org.apache.spark.sql.catalyst.expressions.Levenshtein;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Sequence;
import org.apache.spark.sql.catalyst.expressions.StringInstr;
import org.apache.spark.sql.catalyst.expressions.StringLPad;
import org.apache.spark.sql.catalyst.expressions.StringLocate;
import org.apache.spark.sql.catalyst.expressions.StringRPad;
import org.apache.spark.sql.catalyst.expressions.StringRepeat;
import org.apache.spark.sql.catalyst.expressions.StringReplace;
import org.apache.spark.sql.catalyst.expressions.StringSpace;
import org.apache.spark.sql.catalyst.expressions.StringSplitSQL;
import org.apache.spark.sql.catalyst.expressions.StringTranslate;
import org.apache.spark.sql.catalyst.expressions.SubstringIndex;
import org.apache.spark.sql.catalyst.expressions.XmlToStructs;
import org.apache.spark.sql.catalyst.expressions.objects.Invoke;
import org.apache.spark.sql.catalyst.expressions.objects.StaticInvoke;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.AtomicType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.VariantType;
import org.apache.spark.unsafe.array.ByteArrayMethods;
import org.jspecify.annotations.Nullable;

/** Which functions make or take more than a few times what they are given, and how much. */
final class Bounds {

    private static final Map<Class<?>, Function<Expression, @Nullable Bound>> OF = new HashMap<>();

    static {
        OF.put(StringRepeat.class, node -> TextBounds::repeat);
        OF.put(StringLPad.class, node -> TextBounds::pad);
        OF.put(StringRPad.class, node -> TextBounds::pad);
        OF.put(StringSpace.class, node -> TextBounds::space);
        OF.put(Concat.class, node -> isShort(node) ? null : Bounds::together);
        OF.put(ConcatWs.class, node -> TextBounds::concatWs);
        OF.put(ArrayJoin.class, node -> TextBounds::join);
        OF.put(StringReplace.class, node -> TextBounds::replace);
        OF.put(StringTranslate.class, node -> TextBounds::translate);
        OF.put(FormatString.class, node -> TextBounds::format);
        OF.put(FormatNumber.class, node -> TextBounds::formatNumber);
        OF.put(Levenshtein.class, node -> TextBounds::levenshtein);
        OF.put(Contains.class, node -> TextBounds.search(0, 1));
        OF.put(StringInstr.class, node -> TextBounds.search(0, 1));
        OF.put(StringLocate.class, node -> TextBounds.search(1, 0));
        OF.put(StringSplitSQL.class, node -> TextBounds.search(0, 1));
        OF.put(SubstringIndex.class, node -> TextBounds.search(0, 1));
        OF.put(ArrayRepeat.class, node -> ArrayBounds::repeat);
        OF.put(ArrayInsert.class, node -> ArrayBounds::insert);
        OF.put(Flatten.class, node -> ArrayBounds::flatten);
        OF.put(CreateArray.class, node -> Bounds::together);
        OF.put(CreateMap.class, node -> Bounds::together);
        OF.put(Sequence.class, node -> SequenceBound.of((Sequence) node));
        OF.put(ArrayDistinct.class, Bounds::distinct);
        OF.put(ArrayUnion.class, Bounds::distinct);
        OF.put(ArrayIntersect.class, Bounds::distinct);
        OF.put(ArrayExcept.class, Bounds::distinct);
        OF.put(ArraysOverlap.class, Bounds::distinct);
        OF.put(XmlToStructs.class, node -> XmlBounds::check);
        OF.put(Cast.class, node -> decimalOfText(node) ? TextBounds::decimal : null);
        OF.put(StaticInvoke.class, node -> ofCall(((StaticInvoke) node).functionName()));
        OF.put(Invoke.class, node -> ofMethod((Invoke) node));
    }

    private Bounds() {}

    static @Nullable Bound of(Expression node) {
        Function<Expression, @Nullable Bound> bound = OF.get(node.getClass());
        return bound == null ? null : bound.apply(node);
    }

    /** What has become a call of a method of Spark's. */
    private static @Nullable Bound ofCall(String method) {
        return switch (method) {
            case "lpad", "rpad" -> TextBounds::pad;
            case "schemaOfVariant" -> TextBounds::squared;
            default -> null;
        };
    }

    /** What has become a call of an evaluator of Spark's. */
    private static @Nullable Bound ofMethod(Invoke call) {
        boolean xml = call.targetObject() instanceof Literal evaluator
                && evaluator.value() != null
                && evaluator.value().getClass().getName().contains(".xml.");
        return xml ? XmlBounds::check : ofCall(call.functionName());
    }

    static boolean decimalOfText(Expression node) {
        return node instanceof Cast cast
                && cast.dataType() instanceof DecimalType
                && cast.child().dataType() instanceof StringType;
    }

    private static Bound distinct(Expression node) {
        DataType type = node.children().head().dataType();
        DataType element = type instanceof ArrayType array ? array.elementType() : type;
        boolean hashed = element instanceof AtomicType && !(element instanceof BinaryType);
        return hashed ? ArrayBounds.hashed(element) : ArrayBounds::compared;
    }

    /** Whether all that is put together is of a fixed size or a constant: nothing that a record says makes it long. */
    private static boolean isShort(Expression node) {
        return ScalaBridge.list(node.children()).stream().allMatch(Bounds::hasFixedSize);
    }

    private static boolean hasFixedSize(Expression node) {
        return node instanceof Literal
                || isPlain(node.dataType())
                || node instanceof Cast cast
                        && cast.dataType() instanceof StringType
                        && isPlain(cast.child().dataType());
    }

    private static boolean isPlain(DataType type) {
        return type instanceof AtomicType
                && !(type instanceof StringType || type instanceof BinaryType || type instanceof VariantType);
    }

    private static void together(@Nullable Object[] arguments, Budget budget) {
        long size = 0;
        for (Object argument : arguments) {
            size += Sizes.of(argument, Budget.LARGEST);
        }
        // What is one of many small values is not yet large: constants and numbers count eight bytes each.
        budget.make(Math.max(0, size - 8L * arguments.length));
    }

    static int bytes(@Nullable Object value) {
        return (int) Math.min(ByteArrayMethods.MAX_ROUNDED_ARRAY_LENGTH, Sizes.of(value, Budget.LARGEST));
    }
}
