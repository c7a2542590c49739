package io.github.bluegreen4j.examples.local.engine;

import io.github.bluegreen4j.examples.local.http.RecordJson;
import io.github.bluegreen4j.examples.local.process.ChildProcess;
import io.github.bluegreen4j.examples.local.process.JavaCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The parent's end of the line to the engine's process. Safe for several threads. */
public final class EngineProcess {

    static final String PLAN = "PLAN ";
    static final String EVENT = "EVENT ";
    static final String VIEW = "VIEW ";
    private static final int HEAP_MEGABYTES = 64;

    private final Queue<EngineEvent> events = new ConcurrentLinkedQueue<>();
    private final ChildProcess process;
    private volatile String plan = "";
    private volatile EngineView view = EngineView.NONE;

    /** Starts the engine with the arguments of {@link EngineMain}. */
    public EngineProcess(List<String> arguments, Path log) {
        process = ChildProcess.start(new JavaCommand(EngineMain.class, HEAP_MEGABYTES, arguments), log, this::listen);
    }

    private void listen(String line) {
        if (line.startsWith(PLAN)) {
            plan = RecordJson.read(line.substring(PLAN.length()), String.class);
        } else if (line.startsWith(EVENT)) {
            events.add(RecordJson.read(line.substring(EVENT.length()), EngineEvent.class));
        } else if (line.startsWith(VIEW)) {
            view = RecordJson.read(line.substring(VIEW.length()), EngineView.class);
        }
    }

    /** The process. */
    public ChildProcess process() {
        return process;
    }

    /** What the deployment would do, if the engine was asked to plan it; complete as soon as the engine is ready. */
    public String plan() {
        return plan;
    }

    /** How things stand, a fraction of a second ago. */
    public EngineView view() {
        return view;
    }

    /** The events that were told since the last call. */
    public List<EngineEvent> news() {
        List<EngineEvent> news = new ArrayList<>();
        for (EngineEvent event = events.poll(); event != null; event = events.poll()) {
            news.add(event);
        }
        return news;
    }

    /** Answers a pause: the deployment goes on, or back. */
    public void answer(EngineView.Pause pause, boolean goOn) {
        process.tell((goOn ? "continue " : "rollback ") + pause.hookId());
    }
}
