package io.nilometer.spark;

import org.apache.spark.SparkConf;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Settings of a context whose web page, if it is wanted, is for this machine only. Spark takes the address of its page from
 * an environment variable, which a process cannot set for itself, through this one method.
 */
final class LoopbackConf extends SparkConf {

    private static final long serialVersionUID = 1L;
    private static final String ADDRESS_VARIABLE = "SPARK_LOCAL_IP";

    LoopbackConf(SparkConf settings) {
        super(false);
        for (Tuple2<String, String> setting : settings.getAll()) {
            set(setting._1(), setting._2());
        }
    }

    @Override
    public @Nullable String getenv(String name) {
        String value = super.getenv(name);
        return value == null && name.equals(ADDRESS_VARIABLE) ? "127.0.0.1" : value;
    }

    @Override
    public SparkConf clone() {
        return new LoopbackConf(this);
    }
}
