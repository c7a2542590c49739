package io.github.bluegreen4j.testkit.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.story.Narrator;
import io.github.bluegreen4j.workflow.Workflow;
import io.github.bluegreen4j.workflow.decide.Input;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.Ended;
import io.github.bluegreen4j.workflow.state.PendingWork;
import io.github.bluegreen4j.workflow.state.Running;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** One deployment in the little world: what a test says beforehand, how it is driven, and what came of it. */
final class Story {
    static final DeploymentId ID = new DeploymentId("d-1");

    final StoryWorld world;
    final StoryFaults faults = new StoryFaults();
    final StoryOracle oracle;
    final List<DeploymentEvent> journal = new ArrayList<>();
    final List<String> lines = new ArrayList<>();

    /** Whether it takes days in which something is looked at again and again. */
    boolean patient;

    /** Whether every input is delivered twice, and which yielded something again. */
    boolean twice;

    final List<String> repeated = new ArrayList<>();

    /** How long the journal was after each decision. */
    final List<Integer> decisions = new ArrayList<>();

    private final Narrator narrator = new Narrator();
    private final List<Trigger> triggers = new ArrayList<>();
    private final DeploymentId id;
    private final DeploymentSpec spec;
    private final Workflow workflow;
    private final StoryShell shell;
    private DeploymentState state = DeploymentState.initial();
    private int commands;
    private Optional<Command.Origin> author = Optional.empty();

    /** Something to do when an event was seen, once. */
    private static final class Trigger {
        private final Predicate<DeploymentEvent> when;
        private final Duration after;
        private final Runnable then;
        private boolean fired;

        private Trigger(Predicate<DeploymentEvent> when, Duration after, Runnable then) {
            this.when = when;
            this.after = after;
            this.then = then;
        }
    }

    Story(DeploymentSpec spec, StoryWorld world) {
        this(spec, world, Workflow.standard());
    }

    Story(DeploymentSpec spec, StoryWorld world, Workflow workflow) {
        this(spec, world, workflow, ID);
    }

    Story(DeploymentSpec spec, StoryWorld world, Workflow workflow, DeploymentId id) {
        this.id = id;
        this.spec = spec;
        this.world = world;
        this.workflow = workflow;
        this.state = workflow.fold(List.of());
        this.oracle = new StoryOracle(world);
        this.shell = new StoryShell(this, workflow);
    }

    DeploymentState state() {
        return state;
    }

    Running carried() {
        return state.running().orElseThrow();
    }

    Instant now() {
        return world.now;
    }

    /** Once such an event was decided, that happens. */
    Story on(Predicate<DeploymentEvent> when, Runnable then) {
        return on(when, Duration.ZERO, then);
    }

    /** So long after such an event was decided, that happens. */
    Story on(Predicate<DeploymentEvent> when, Duration after, Runnable then) {
        triggers.add(new Trigger(when, after, then));
        return this;
    }

    /** It takes days in which something is looked at again and again. */
    Story patiently() {
        patient = true;
        return this;
    }

    /** So long after the start, that happens. */
    Story at(Duration offset, Runnable then) {
        shell.later(StoryWorld.START.plus(offset), then);
        return this;
    }

    /** So long from now, that happens. */
    void after(Duration delay, Runnable then) {
        shell.later(now().plus(delay), then);
    }

    /** Something happens to the world, and the transcript says so. */
    void world(String what, Runnable change) {
        lines.add(time() + " *    " + what);
        change.run();
    }

    /** An operator gives a command. */
    void tell(Command command) {
        tell("c-" + ++commands, command);
    }

    void tell(String id, Command command) {
        lines.add(time() + " *    an operator: " + command.toString().replaceFirst("(, )?origin=Optional.empty", ""));
        shell.apply(new Input.Commanded(id, command));
    }

    /** The engine dies; another one takes over so much later. */
    void crash(Duration downTime) {
        lines.add(time() + " *    the engine dies");
        shell.crash(downTime);
    }

    /** Ordered, and its turn. */
    Story begin() {
        order();
        shell.apply(new Input.TurnCame());
        return this;
    }

    /** Says who orders it. */
    Story by(String actor) {
        author = Optional.of(new Command.Origin(actor, now()));
        return this;
    }

    /** Somebody answers the pause that is open. */
    void answer(String actor, TimeoutAction action) {
        tell(new Command.Proceed(openPause(), action).from(new Command.Origin(actor, now())));
    }

    void withdraw(String actor) {
        tell(new Command.Withdraw(openPause()).from(new Command.Origin(actor, now())));
    }

    private String openPause() {
        return of(HookEvent.HookStarted.class).stream()
                .filter(HookEvent.HookStarted::awaitsAction)
                .reduce((one, other) -> other)
                .orElseThrow()
                .execution()
                .executionId(id);
    }

    /** What the deployment answered last. */
    ProgressEvent.CommandAnswered answer() {
        List<ProgressEvent.CommandAnswered> answers = of(ProgressEvent.CommandAnswered.class);
        return answers.get(answers.size() - 1);
    }

    Story order() {
        shell.apply(new Input.Ordered(id, spec, author));
        return this;
    }

    void apply(Input input) {
        shell.apply(input);
    }

    /** To the end. */
    Story run() {
        if (journal.isEmpty()) {
            begin();
        }
        return runUntil(s -> s.state.status().isTerminal());
    }

    Story runFor(Duration duration) {
        if (journal.isEmpty()) {
            begin();
        }
        boolean[] over = {false};
        after(duration, () -> over[0] = true);
        return runUntil(s -> over[0]);
    }

    Story runUntil(Predicate<Story> there) {
        if (journal.isEmpty()) {
            begin();
        }
        shell.run(() -> there.test(this));
        return this;
    }

    /** Decides, folds, notes it all, and starts what a test has waited for. */
    void decided(Input input) {
        List<DeploymentEvent> events = workflow.decide(state, input, now());
        for (DeploymentEvent event : events) {
            DeploymentStatus before = state.status();
            state = workflow.evolve(state, event);
            journal.add(event);
            note(event, before);
            assertThat(state.status())
                    .as("the status after %s", event)
                    .matches(after -> after == before || before.next().contains(after), "follows " + before);
        }
        assertThat(shownWithoutBeingWanted())
                .as(
                        "what is shown to be waited for is in the agenda, or withheld by what may still land there, after %s",
                        input)
                .isEmpty();
        decisions.add(journal.size());
        if (twice && !events.isEmpty() && !(input instanceof Input.Resumed)) {
            List<DeploymentEvent> again = workflow.decide(state, input, now());
            if (!again.isEmpty()) {
                repeated.add(input + " again yields " + again);
            }
        }
        for (DeploymentEvent event : events) {
            for (Trigger trigger : List.copyOf(triggers)) {
                if (!trigger.fired && trigger.when.test(event)) {
                    trigger.fired = true;
                    shell.later(now().plus(trigger.after), trigger.then);
                }
            }
        }
    }

    private List<Effect> shownWithoutBeingWanted() {
        PendingWork pendingWork = state.running().map(Running::pendingWork).orElseThrow();
        Set<Effect> wanted = workflow.agenda(state).effects();
        return pendingWork.waiting().keySet().stream()
                .filter(effect -> !wanted.contains(effect)
                        && effect.resource().flatMap(pendingWork::on).isEmpty())
                .toList();
    }

    private void note(DeploymentEvent event, DeploymentStatus before) {
        String text = narrator.tell(event).text();
        String status = state.status() == before ? "" : "   => " + state.status();
        lines.add((time() + " " + event.getClass().getSimpleName() + " " + text).stripTrailing() + status);
    }

    /** Now, as the time since the start. */
    String time() {
        Duration since = Duration.between(StoryWorld.START, now());
        String text = String.format("+%02d:%02d:%02d", since.toHours(), since.toMinutesPart(), since.toSecondsPart());
        return since.toMillisPart() == 0 ? text : text + String.format(".%03d", since.toMillisPart());
    }

    // What came of it.

    Ended ended() {
        assertThat(state).as(transcript()).isInstanceOf(Ended.class);
        return (Ended) state;
    }

    Story endedAs(DeploymentStatus status) {
        assertThat(ended().status()).as(transcript()).isEqualTo(status);
        return endedWell();
    }

    /** It ended, whatever as, and nothing was broken on the way. */
    Story endedWell() {
        oracle.ended(ended());
        assertThat(oracle.violations).as(transcript()).isEmpty();
        assertThat(of(ProgressEvent.InvariantBroken.class)).as(transcript()).isEmpty();
        return this;
    }

    <E extends DeploymentEvent> List<E> of(Class<E> type) {
        return journal.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <E extends DeploymentEvent> Optional<E> first(Class<E> type) {
        return of(type).stream().findFirst();
    }

    <E extends DeploymentEvent> E the(Class<E> type) {
        assertThat(of(type)).as(transcript()).hasSize(1);
        return of(type).get(0);
    }

    Duration timeOf(Class<? extends DeploymentEvent> type) {
        return Duration.between(
                StoryWorld.START,
                first(type).orElseThrow(() -> new AssertionError(transcript())).at());
    }

    Stream<String> changes() {
        return oracle.changes.stream().map(StoryShell::text);
    }

    String transcript() {
        return String.join("\n", Transcripts.collapsed(lines)) + "\n";
    }
}
