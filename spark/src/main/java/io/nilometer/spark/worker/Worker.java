package io.nilometer.spark.worker;

import java.util.List;

/** What a process keeps of a run between batches. */
public final class Worker {

    private Worker() {}

    /** Notes records that a run is stuck with in this process; says where they are. */
    public static List<String> noteStuck(String run) {
        return SlowScan.noteStuck(run);
    }

    /** Lets go of all of it: the run has ended, and tasks of it have run in this process. */
    public static void forget(String run) {
        WarmScan.closeAll(run);
        LiveShard.forget(run);
        RemoteClients.forget(run);
        Programs.forget(run);
    }
}
