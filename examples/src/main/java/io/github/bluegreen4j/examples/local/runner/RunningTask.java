package io.github.bluegreen4j.examples.local.runner;

import io.github.bluegreen4j.examples.local.process.ChildProcess;

/** A task's process and where it is in its life. Only the reconciler moves it on; anybody may look, or kill it. */
final class RunningTask {

    private final String id;
    private final ChildProcess process;
    private volatile TaskState state = TaskState.STARTING;
    private volatile long since = System.nanoTime();

    RunningTask(String id, ChildProcess process) {
        this.id = id;
        this.process = process;
    }

    String id() {
        return id;
    }

    ChildProcess process() {
        return process;
    }

    TaskState state() {
        return state;
    }

    void enter(TaskState next) {
        state = next;
        since = System.nanoTime();
    }

    /** Nanoseconds in this state. */
    long age() {
        return System.nanoTime() - since;
    }

    boolean isLeaving() {
        return state == TaskState.DRAINING || state == TaskState.STOPPING;
    }

    LocalTaskView view() {
        return new LocalTaskView(id, process.pid(), state);
    }
}
