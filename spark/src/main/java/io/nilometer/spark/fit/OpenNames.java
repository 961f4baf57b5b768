package io.nilometer.spark.fit;

import java.util.List;
import java.util.Set;

/** Settings that Spark documents and reads without listing them: single ones, and families whose names are open. */
final class OpenNames {

    static final Set<String> SINGLE = Set.of(
            "spark.local.dir",
            "spark.home",
            "spark.logConf",
            "spark.logLineage",
            "spark.port.maxRetries",
            "spark.resultGetter.threads",
            "spark.starvation.timeout",
            "spark.files.fetchTimeout",
            "spark.files.overwrite",
            "spark.files.useFetchCache",
            "spark.network.auth.rpcTimeout",
            "spark.network.crypto.authEngineVersion",
            "spark.network.crypto.cipher",
            "spark.network.io.preferDirectBufs",
            "spark.network.sasl.maxEncryptedBlockSize",
            "spark.network.sasl.serverAlwaysEncrypt",
            "spark.network.sharedByteBufAllocators.enabled",
            "spark.shuffle.maxChunksBeingTransferred",
            "spark.ui.proxyBase");

    private static final List<String> FAMILIES = List.of(
            "spark.driver.resource.",
            "spark.executor.resource.",
            "spark.executorEnv.",
            "spark.files.io.",
            "spark.hadoop.",
            "spark.io.encryption.commons.config.",
            "spark.kubernetes.",
            "spark.metrics.conf.",
            "spark.network.crypto.config.",
            "spark.rpc.io.",
            "spark.scheduler.listenerbus.eventqueue.",
            "spark.security.credentials.",
            "spark.shuffle.io.",
            "spark.shuffle.plugin.__config__.",
            "spark.ssl.",
            "spark.task.resource.",
            "spark.yarn.");

    /** In the names of what filters of the web pages are told: {@code spark.CLASS.param.NAME}. */
    private static final String OF_A_FILTER = ".param.";

    private OpenNames() {}

    static boolean has(String name) {
        return SINGLE.contains(name)
                || name.contains(OF_A_FILTER)
                || FAMILIES.stream().anyMatch(family -> name.startsWith(family) && name.length() > family.length());
    }
}
