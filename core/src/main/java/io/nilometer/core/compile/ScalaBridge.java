package io.nilometer.core.compile;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.catalyst.expressions.Expression;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractPartialFunction;

/** Scala's collections, options and tree walks, as Java has them. */
final class ScalaBridge {

    private ScalaBridge() {}

    static <T> Seq<T> seq(Collection<? extends T> items) {
        List<T> copy = new ArrayList<>(items);
        return CollectionConverters.asScala(copy).toSeq();
    }

    static <T> List<T> list(Seq<? extends T> items) {
        return new ArrayList<>(CollectionConverters.asJava(items));
    }

    /** A Scala option of a primitive arrives as one of Object. */
    static Optional<Integer> number(Option<Object> option) {
        return option.isDefined() ? Optional.of((Integer) option.get()) : Optional.empty();
    }

    /** Rewrites every node, children first. */
    static Expression rewrite(Expression tree, UnaryOperator<Expression> rule) {
        return tree.transformUp(new Rule(rule));
    }

    /** Rewrites every node, parents first; what a rule returns is walked too. */
    static Expression rewriteDown(Expression tree, UnaryOperator<Expression> rule) {
        return tree.transformDown(new Rule(rule));
    }

    static void walk(Expression tree, Consumer<Expression> visitor) {
        visitor.accept(tree);
        list(tree.children()).forEach(child -> walk(child, visitor));
    }

    private static final class Rule extends AbstractPartialFunction<Expression, Expression> {
        private final transient UnaryOperator<Expression> rule;

        Rule(UnaryOperator<Expression> rule) {
            this.rule = rule;
        }

        @Override
        public boolean isDefinedAt(Expression node) {
            return true;
        }

        @Override
        public Expression apply(Expression node) {
            return rule.apply(node);
        }
    }
}
