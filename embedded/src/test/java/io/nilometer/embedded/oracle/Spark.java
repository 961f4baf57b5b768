package io.nilometer.embedded.oracle;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** The one session of all tests in this JVM: small, local, without code generation, so that even that is not shared. */
final class Spark {

    private static final SparkSession SESSION = open();

    private Spark() {}

    static void table(String name, StructType type, List<Row> rows) {
        SESSION.createDataFrame(rows, type).createOrReplaceTempView(name);
    }

    static List<Row> query(String sql) {
        return SESSION.sql(sql).collectAsList();
    }

    private static SparkSession open() {
        return SparkSession.builder()
                .master("local[1]")
                .appName("oracle")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "localhost")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "1")
                .config("spark.sql.adaptive.enabled", "false")
                // Made by tables that are kept, of which there are none.
                .config("spark.sql.warehouse.dir", "target/no-warehouse")
                .config("spark.sql.ansi.enabled", "false")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.caseSensitive", "true")
                .config("spark.sql.legacy.timeParserPolicy", "CORRECTED")
                .config("spark.sql.legacy.sizeOfNull", "false")
                .config("spark.sql.datetime.java8API.enabled", "true")
                .config("spark.sql.codegen.wholeStage", "false")
                .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
                .getOrCreate();
    }
}
