package io.nilometer.spark.source;

import io.nilometer.spark.batch.Block;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** Where Spark finds the source of a run. It is of use only beside the run, in the driver. */
public final class PipelineProvider implements TableProvider {

    /** Option that names the run. */
    public static final String RUN = "run";

    private static final Map<String, Batches> RUNS = new ConcurrentHashMap<>();

    /** Makes a run known until {@link #forget}. */
    public static void put(String run, Batches batches) {
        RUNS.put(run, batches);
    }

    public static void forget(String run) {
        RUNS.remove(run);
    }

    @Override
    public StructType inferSchema(CaseInsensitiveStringMap options) {
        return Block.SCHEMA;
    }

    @Override
    public Table getTable(StructType schema, Transform[] partitioning, Map<String, String> properties) {
        return new Blocks();
    }

    /** The blocks of a run, as a table that can only be streamed. */
    private static final class Blocks implements Table, SupportsRead {

        @Override
        public String name() {
            return "nilometer";
        }

        @Override
        @SuppressWarnings("deprecation") // Spark still asks for it
        public StructType schema() {
            return Block.SCHEMA;
        }

        @Override
        public Set<TableCapability> capabilities() {
            return Set.of(TableCapability.MICRO_BATCH_READ);
        }

        @Override
        public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
            Batches batches = RUNS.get(options.get(RUN));
            if (batches == null) {
                throw new IllegalStateException("this source is Nilometer's own; start it with `nilometer run`");
            }
            return () -> new Scan() {
                @Override
                public StructType readSchema() {
                    return Block.SCHEMA;
                }

                @Override
                public String description() {
                    return "nilometer: sources and scan";
                }

                @Override
                public MicroBatchStream toMicroBatchStream(String checkpoint) {
                    return new BatchStream(batches);
                }
            };
        }
    }
}
