package io.nilometer.core.compile;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.spark.sql.catalyst.analysis.Analyzer;
import org.apache.spark.sql.catalyst.analysis.FakeV2SessionCatalog$;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry$;
import org.apache.spark.sql.catalyst.analysis.RelationCache;
import org.apache.spark.sql.catalyst.analysis.TableFunctionRegistry$;
import org.apache.spark.sql.catalyst.catalog.SessionCatalog;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation$;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.connector.catalog.DefaultCatalogManager;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataType;
import scala.Option;

/**
 * Spark's parser and analyzer under settings of ours, without a session. Everything of Spark's runs inside
 * {@link #within}: a bare thread has other settings (ANSI mode among them).
 */
final class Catalyst {

    private static final int DEEPEST = 100;
    private static final int LONGEST = 20_000;
    private static final String TOO_DEEP = "it is nested too deeply; split it over several derived columns";

    static {
        HostName.settle();
    }

    private final SQLConf conf;
    private final CatalystSqlParser parser = new CatalystSqlParser();
    private final Analyzer analyzer;

    private static final Map<ZoneId, Catalyst> BY_ZONE = new ConcurrentHashMap<>();

    /** One for each zone: analyzers are costly to make and keep nothing of what they analyze. */
    static Catalyst of(ZoneId zone) {
        return BY_ZONE.computeIfAbsent(zone, Catalyst::new);
    }

    private Catalyst(ZoneId zone) {
        conf = settings(zone);
        analyzer = within(() -> new Analyzer(
                new DefaultCatalogManager(FakeV2SessionCatalog$.MODULE$, functionsOnly(parser)),
                RelationCache.empty(),
                Option.apply(conf)));
    }

    static SQLConf settings(ZoneId zone) {
        SQLConf conf = new SQLConf();
        conf.setConfString("spark.sql.session.timeZone", zone.getId());
        // x/0 and casts that fail are null; a record never stops a pipeline
        conf.setConfString("spark.sql.ansi.enabled", "false");
        conf.setConfString("spark.sql.caseSensitive", "true");
        conf.setConfString("spark.sql.legacy.timeParserPolicy", "CORRECTED");
        // of a key that comes twice the last value counts, as in JSON; a failure here would spoil Spark's builder of
        // maps
        conf.setConfString("spark.sql.mapKeyDedupPolicy", "LAST_WIN");
        // size(null) is null, not -1
        conf.setConfString("spark.sql.legacy.sizeOfNull", "false");
        // no silent fall-back to interpretation, which hides defects of ours
        conf.setConfString("spark.sql.codegen.factoryMode", "CODEGEN_ONLY");
        conf.setConfString("spark.sql.alwaysInlineCommonExpr", "true");
        // texts of expressions name state: they must be whole
        conf.setConfString("spark.sql.debug.maxToStringFields", String.valueOf(Integer.MAX_VALUE));
        return conf;
    }

    /** A catalog with Spark's built-in functions and nothing else: no tables, no files behind it. */
    private static SessionCatalog functionsOnly(CatalystSqlParser parser) {
        return new SessionCatalog(
                () -> {
                    throw new UnsupportedOperationException("there are no tables");
                },
                () -> {
                    throw new UnsupportedOperationException("there are no views");
                },
                FunctionRegistry$.MODULE$.builtin(),
                TableFunctionRegistry$.MODULE$.builtin(),
                null,
                parser,
                null,
                null,
                10,
                -1,
                "default");
    }

    /** Runs work of Spark's under the pipeline's settings. */
    <T> T within(Supplier<T> work) {
        return SQLConf.withExistingConf(conf, work::get);
    }

    /**
     * Runs work on one expression that is being compiled.
     *
     * @throws IllegalArgumentException when it is nested so deeply that Spark runs out of stack over it
     */
    <T> T compiling(Supplier<T> work) {
        try {
            return within(work);
        } catch (StackOverflowError e) {
            throw new IllegalArgumentException(TOO_DEEP, e);
        }
    }

    Expression parse(String sql) {
        checkSize(sql);
        return compiling(() -> parser.parseExpression(sql));
    }

    LogicalPlan parseQuery(String sql) {
        checkSize(sql);
        return compiling(() -> parser.parseQuery(sql));
    }

    DataType parseType(String text) {
        checkSize(text);
        return compiling(() -> parser.parseDataType(text));
    }

    /** Spark's parser takes minutes and gigabytes for what nests thousands of brackets. */
    private static void checkSize(String sql) {
        int depth = 0;
        for (int i = 0; i < sql.length(); i++) {
            char c = sql.charAt(i);
            depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
            // Brackets in texts count too: nobody has so many of them open.
            if (depth > DEEPEST) {
                throw new IllegalArgumentException(TOO_DEEP);
            }
        }
        if (sql.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "it is longer than " + LONGEST + " characters; split it over several derived columns");
        }
    }

    /** Analyzes {@code SELECT outputs FROM columns}. */
    List<NamedExpression> project(List<? extends Attribute> columns, List<NamedExpression> outputs) {
        Project plan = new Project(ScalaBridge.seq(outputs), relation(columns));
        return ScalaBridge.list(((Project) analyze(plan)).projectList());
    }

    /** Analyzes {@code SELECT outputs FROM columns GROUP BY keys}. */
    List<NamedExpression> aggregate(
            List<? extends Attribute> columns, List<? extends Expression> keys, List<NamedExpression> outputs) {
        Aggregate plan =
                new Aggregate(ScalaBridge.seq(keys), ScalaBridge.seq(outputs), relation(columns), Option.empty());
        return ScalaBridge.list(((Aggregate) analyze(plan)).aggregateExpressions());
    }

    private LogicalPlan analyze(LogicalPlan plan) {
        return compiling(() -> {
            LogicalPlan analyzed = analyzer.execute(plan);
            analyzer.checkAnalysis(analyzed);
            return analyzed;
        });
    }

    private static LocalRelation relation(List<? extends Attribute> columns) {
        return LocalRelation$.MODULE$.apply(ScalaBridge.<Attribute>seq(columns));
    }
}
