package io.nilometer.spark.batch;

import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The rows between the parts of a query: where to, what it is, and its bytes. */
public final class Block {

    /** {@link Tick}, for every shard. */
    public static final int TICK = 0;

    /** Cells for a shard, as {@link io.nilometer.core.state.CellBlock} writes them. */
    public static final int CELLS = 1;

    /** {@link Scanned}, which passes through a shard on its way to the driver. */
    public static final int SCANNED = 2;

    /** {@link Merged}, from a shard to the driver. */
    public static final int MERGED = 3;

    /** Key of the shard, kind, bytes. */
    public static final StructType SCHEMA = new StructType()
            .add("shard", DataTypes.IntegerType, false)
            .add("kind", DataTypes.IntegerType, false)
            .add("body", DataTypes.BinaryType, false);

    private Block() {}
}
