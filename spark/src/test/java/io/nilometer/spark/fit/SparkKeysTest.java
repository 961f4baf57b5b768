package io.nilometer.spark.fit;

import static org.assertj.core.api.Assertions.assertThat;

import io.nilometer.api.Place;
import io.nilometer.api.Problem;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SparkKeysTest {

    private static final Place PLACE = new Place("p.yaml", 3, 4);

    private final SparkKeys keys = new SparkKeys();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spark.executor.memory",
                "spark.executor.instances",
                "spark.executor.cores",
                "spark.executor.extraJavaOptions",
                "spark.executor.defaultJavaOptions",
                "spark.executor.resource.gpu.amount",
                "spark.executorEnv.TZ",
                "spark.dynamicAllocation.enabled",
                "spark.task.maxFailures",
                "spark.local.dir",
                "spark.jars.packages",
                "spark.kryoserializer.buffer.max",
                "spark.network.timeout",
                "spark.hadoop.fs.s3a.endpoint",
                "spark.kubernetes.container.image",
                "spark.yarn.queue",
                "spark.ssl.keyPassword",
                "spark.eventLog.enabled",
                "spark.ui.enabled",
                "spark.ui.port",
                "spark.storage.blockManagerSlaveTimeoutMs",
                "spark.com.example.Filter.param.realm",
                "spark.sql.streaming.metricsEnabled",
                "spark.sql.ui.retainedExecutions"
            })
    void takes_what_spark_lists_or_leaves_open(String name) {
        assertThat(keys.name(name, PLACE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "spark.executor.memroy, spark.executor.memory",
        "spark.executors.cores, spark.executor.cores",
        "spark.dynamicAllocation.enable, spark.dynamicAllocation.enabled",
        "spark.loacl.dir, spark.local.dir"
    })
    void names_the_nearest_of_what_it_does_not_know(String written, String meant) {
        Problem problem = keys.name(written, PLACE).orElseThrow();

        assertThat(problem.code()).isEqualTo("unknown-key");
        assertThat(problem.message()).contains("`" + written + "`");
        assertThat(problem.remedy()).isEqualTo("did you mean `" + meant + "`?");
        assertThat(problem.place()).isEqualTo(PLACE);
    }

    @Test
    void knows_no_name_near_to_a_far_one_and_none_without_a_part_of_its_own() {
        assertThat(keys.name("spark.wholly.unheard.of.anywhere", PLACE)
                        .orElseThrow()
                        .remedy())
                .contains("Spark's documentation");
        for (String name : List.of("spark.", "spark.hadoop.", "spark.yarn.")) {
            assertThat(keys.name(name, PLACE)).as(name).isPresent();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "spark.sql.shuffle.partitions, shards: 4",
        "spark.speculation, leave it out",
        "spark.speculation.quantile, leave it out",
        "spark.sql.streaming.stateStore.providerClass, leave it out",
        "spark.sql.streaming.checkpointLocation, --state",
        "spark.sql.streaming.checkpoint.fileChecksum.enabled, leave it out",
        "spark.checkpoint.dir, --state",
        "spark.master, --master",
        "spark.app.name, name",
        "spark.driver.memory, NILOMETER_JAVA_OPTS",
        "spark.driver.memoryOverhead, NILOMETER_JAVA_OPTS",
        "spark.sql.session.timeZone, timezone",
        "spark.sql.ansi.enabled, leave it out",
        "spark.sql.no.such, leave it out",
        "spark.history.ui.port, where the server is started"
    })
    void refuses_what_the_engine_settles_and_says_what_to_use(String name, String instead) {
        Problem problem = keys.name(name, PLACE).orElseThrow();

        assertThat(problem.code()).isEqualTo("not-for-pipelines");
        assertThat(problem.message()).contains("`" + name + "` cannot be set here: ");
        assertThat(problem.remedy()).contains(instead);
    }

    @Test
    void suggests_nothing_that_it_would_refuse() {
        assertThat(SparkEntries.all().suggestions("spark."))
                .contains("executor.memory", "local.dir")
                .doesNotContain("speculation", "sql.ansi.enabled", "driver.memory");
    }

    @ParameterizedTest
    @CsvSource({
        "spark.executor.cores, 4",
        "spark.executor.memory, 4g",
        "spark.network.timeout, 800s",
        "spark.dynamicAllocation.enabled, true",
        "spark.memory.fraction, 0.5",
        "spark.executor.memory, ${spark.other}",
        "spark.hadoop.anything, at all"
    })
    void takes_values_that_spark_can_read(String name, String value) {
        assertThat(keys.value(name, value, PLACE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "spark.executor.cores, many, int",
        "spark.executor.cores, 1.5, int",
        "spark.executor.memory, much, bytes in MiB",
        "spark.network.timeout, soon, time in SECONDS",
        "spark.dynamicAllocation.enabled, yes, boolean",
        "spark.scheduler.mode, NONSENSE, ''"
    })
    void refuses_values_that_spark_cannot_read_in_its_words(String name, String value, String word) {
        Optional<Problem> problem = keys.value(name, value, PLACE);

        assertThat(problem).isPresent();
        assertThat(problem.get().code()).isEqualTo("bad-value");
        assertThat(problem.get().message())
                .contains("`" + name + "`: ")
                .contains(word)
                .doesNotContain("\n", "SQLSTATE", "[");
    }

    @Test
    void never_quotes_a_value_that_sounds_secret() {
        assertThat(keys.value("spark.authenticate.secretBitLength", "hunter2", PLACE)
                        .orElseThrow()
                        .message())
                .isEqualTo("Spark does not take this value of `spark.authenticate.secretBitLength`");
        assertThat(SparkKeys.isSecret("spark.hadoop.fs.s3a.access.key")).isTrue();
        assertThat(SparkKeys.isSecret("spark.executor.memory")).isFalse();
    }
}
