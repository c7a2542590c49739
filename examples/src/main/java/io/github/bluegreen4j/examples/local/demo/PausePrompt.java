package io.github.bluegreen4j.examples.local.demo;

import io.github.bluegreen4j.examples.local.engine.EngineView;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Gets pauses answered: by what was said beforehand, or by whoever sits at the terminal. Used by one thread. */
final class PausePrompt {

    private final Optional<String> saidBefore;
    private final boolean console;
    private final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
    private final Set<String> asked = new HashSet<>();
    private Optional<CompletableFuture<Boolean>> question = Optional.empty();

    /**
     * Creates a prompt.
     *
     * @param saidBefore the answer; empty if somebody has to be asked
     * @param console whether people answer in the web console, so that nobody is asked here
     */
    PausePrompt(Optional<String> saidBefore, boolean console) {
        this.saidBefore = saidBefore;
        this.console = console;
    }

    /** Whether a question is on the screen. */
    boolean waits() {
        return question.filter(open -> !open.isDone()).isPresent();
    }

    /** Asks about a pause, once; true to go on, false to go back, empty while nobody has answered. */
    Optional<Boolean> ask(EngineView.Pause pause, Display display) {
        boolean fresh = asked.add(pause.hookId());
        if (fresh && console && saidBefore.isEmpty()) {
            display.happened("paused at " + pause.stage() + ": answer in the console");
        } else if (fresh) {
            question = Optional.of(saidBefore
                    .map(answer -> CompletableFuture.completedFuture(answer.equals("continue")))
                    .orElseGet(() -> {
                        display.settle();
                        System.out.print("Paused at " + pause.stage() + ". Continue or roll back? [c/r] ");
                        System.out.flush();
                        return CompletableFuture.supplyAsync(this::readAnswer, PausePrompt::onThread);
                    }));
        }
        Optional<Boolean> answer = question.filter(CompletableFuture::isDone).map(CompletableFuture::join);
        answer.ifPresent(given -> question = Optional.empty());
        return answer;
    }

    /** Who closes the input has nothing to say, and nobody to say yes means no. */
    private boolean readAnswer() {
        try {
            String line = in.readLine();
            return line != null && line.strip().startsWith("c");
        } catch (IOException closed) {
            return false;
        }
    }

    private static void onThread(Runnable reading) {
        Thread thread = new Thread(reading, "asker");
        thread.setDaemon(true);
        thread.start();
    }
}
