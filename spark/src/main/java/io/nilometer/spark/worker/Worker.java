package io.nilometer.spark.worker;

/** What a process keeps of a run between batches. */
public final class Worker {

    private Worker() {}

    /** Lets go of all of it: the run has ended, and tasks of it have run in this process. */
    public static void forget(String run) {
        WarmScan.closeAll(run);
        LiveShard.forget(run);
        RemoteClients.forget(run);
        Programs.forget(run);
    }
}
