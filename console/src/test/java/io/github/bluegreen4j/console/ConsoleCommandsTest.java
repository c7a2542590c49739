package io.github.bluegreen4j.console;

import static io.github.bluegreen4j.console.PageReader.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.Approvals;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.spi.Journal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands that somebody gives on a page, and those that are not believed. */
class ConsoleCommandsTest {
    private static final DeploymentId ID = new DeploymentId("d-1");

    private final ConsoleWorld world = new ConsoleWorld();
    private final Console console = Console.builder()
            .journal(world.journal())
            .actors(request -> request.header("x-user").map(Actor::new))
            .time(world.time())
            .build();

    @BeforeEach
    void aDeploymentWaitsForAPerson() {
        world.deploy(ID.value(), "checkout", ConsoleWorld.paused());
        world.advance(Duration.ofMinutes(5));
    }

    @AfterEach
    void close() {
        console.close();
        world.close();
    }

    private PageReader alice() {
        return new PageReader(console).with("X-User", "alice");
    }

    private List<DeploymentEvent> events() {
        return world.journal().read(ID).orElseThrow().events();
    }

    private List<Journal.Mail> mail() {
        return world.journal().read(ID).orElseThrow().mail();
    }

    private DeploymentStatus status() {
        return world.engine().find(ID).orElseThrow().status();
    }

    /** The form of a command as the page has it, and the cookie that came with the page. */
    private static Map<String, String> form(PageReader reader, String command) {
        return form(reader, ID, command);
    }

    private static Map<String, String> form(PageReader reader, DeploymentId id, String command) {
        ConsoleResponse response = reader.get(address(id.value()));
        String page = PageReader.text(response);
        PageReader.Offered offered = PageReader.commands(page).stream()
                .filter(one -> one.name().equals(command) && one.enabled())
                .findFirst()
                .orElseThrow();
        Optional.ofNullable(response.headers().get("Set-Cookie"))
                .ifPresent(cookie -> reader.with("Cookie", "other=1; " + cookie.split(";", 2)[0]));
        Map<String, String> form = new LinkedHashMap<>();
        form.put("token", PageReader.token(page));
        form.put("id", id.value());
        form.put("command", command);
        form.put("hook", offered.hook());
        return form;
    }

    @Test
    void aPauseIsContinuedAndTheJournalSaysByWhom() {
        PageReader alice = alice();

        ConsoleResponse response = alice.post("/command", form(alice, "continue"));

        assertThat(response.status()).isEqualTo(303);
        String location = "/" + response.headers().get("Location");
        assertThat(location).startsWith("/deployment?id=d-1&sent=");
        assertThat(alice.page(location)).contains("<b>Sent.</b>");
        world.advance(Duration.ofMinutes(1));
        assertThat(alice.page(location)).contains("<b>Accepted:</b> continues");
        assertThat(events())
                .filteredOn(ProgressEvent.CommandAnswered.class::isInstance)
                .singleElement()
                .satisfies(answered -> assertThat(((ProgressEvent.CommandAnswered) answered).by())
                        .map(Command.Origin::actor)
                        .contains("alice"));
    }

    @Test
    void aDeploymentThatKeptBlueIsUndoneOnThePageOfTheOrderThatKeepsIt() {
        DeploymentId release = new DeploymentId("d-3");
        world.deploy(release.value(), "billing", spec -> spec.keepBlue(Duration.ofHours(24)));
        world.advance(Duration.ofHours(2));
        PageReader alice = alice();
        assertThat(alice.page(address(release.value()))).contains("Blue is kept for an undo: <a href=\"");
        assertThat(alice.page(address("d-3-keeps-blue")))
                .contains("The revision before is kept.", "Undo the deployment", "Retire it now");

        Map<String, String> form = form(alice, release.keeping(), "rollback");
        form.put("reason", "odd");
        ConsoleResponse response = alice.post("/command", form);

        assertThat(response.status()).isEqualTo(303);
        world.advance(Duration.ofMinutes(10));
        assertThat(alice.page(address("d-3-keeps-blue")))
                .contains("Production is back on ", "An undo takes production back", "by alice");
        assertThat(offers(alice, release.keeping(), "rollback")).isFalse();
    }

    private static boolean offers(PageReader reader, DeploymentId id, String command) {
        return PageReader.commands(PageReader.text(reader.get(address(id.value())))).stream()
                .anyMatch(one -> one.name().equals(command) && one.enabled());
    }

    /** Only those whom the pause names have the buttons, and each approval is shown; it can be taken back until there are enough. */
    @Test
    void aPauseThatNeedsTwoApprovalsShowsWhoApprovedAndWhoMay() {
        DeploymentId release = new DeploymentId("d-2");
        world.deploy(
                release.value(),
                "search",
                spec -> spec.pause(
                        LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT,
                        Duration.ofHours(4),
                        Approvals.of(2, "alice", "bob", "carol")));
        world.advance(Duration.ofMinutes(5));
        PageReader alice = alice();
        PageReader bob = new PageReader(console).with("X-User", "bob");
        PageReader mallory = new PageReader(console).with("X-User", "mallory");
        assertThat(offers(mallory, release, "continue")).isFalse();
        assertThat(offers(mallory, release, "rollback")).isTrue();
        assertThat(PageReader.text(mallory.get(address(release.value()))))
                .contains("Only alice, bob, carol may do this.", "0 of 2 approvals; may approve: alice, bob, carol");

        alice.post("/command", form(alice, release, "continue"));
        world.advance(Duration.ofMinutes(1));
        assertThat(PageReader.text(bob.get(address(release.value()))))
                .contains("1 of 2 approvals, of alice; may approve: bob, carol");
        assertThat(offers(alice, release, "continue")).isFalse();
        assertThat(offers(bob, release, "withdraw")).isFalse();

        alice.post("/command", form(alice, release, "withdraw"));
        world.advance(Duration.ofMinutes(1));
        for (PageReader approver : List.of(bob, alice)) {
            approver.post("/command", form(approver, release, "continue"));
            world.advance(Duration.ofMinutes(1));
        }
        assertThat(world.journal().read(release).orElseThrow().events())
                .filteredOn(HookEvent.ApprovalGiven.class::isInstance)
                .extracting(event -> ((HookEvent.ApprovalGiven) event).approver())
                .containsExactly("alice", "bob", "alice");
        assertThat(offers(bob, release, "continue")).isFalse();
    }

    @Test
    void aRollbackIsJournaledWithItsReasonAndItsActor() {
        PageReader alice = alice();
        Map<String, String> form = form(alice, "rollback");
        form.put("reason", " the cart is empty & \"slow\" ");

        assertThat(alice.post("/command", form).status()).isEqualTo(303);
        world.advance(Duration.ofMinutes(5));

        assertThat(status()).isEqualTo(DeploymentStatus.ROLLBACK_SUCCESSFUL);
        assertThat(events())
                .filteredOn(ProgressEvent.RollbackRequested.class::isInstance)
                .singleElement()
                .satisfies(event -> {
                    ProgressEvent.RollbackRequested asked = (ProgressEvent.RollbackRequested) event;
                    assertThat(asked.reason()).isEqualTo("the cart is empty & \"slow\"");
                    assertThat(asked.by()).map(Command.Origin::actor).contains("alice");
                });
    }

    @ParameterizedTest
    @CsvSource({"reject,ROLLBACK_SUCCESSFUL", "abort,STOPPED", "rollback,ROLLBACK_SUCCESSFUL"})
    void theOtherCommandsDoWhatTheirButtonsSay(String command, DeploymentStatus end) {
        PageReader alice = alice();

        assertThat(alice.post("/command", form(alice, command)).status()).isEqualTo(303);
        world.advance(Duration.ofMinutes(5));

        assertThat(status()).isEqualTo(end);
    }

    @Test
    void aBakeIsSkipped() {
        PageReader alice = alice();
        alice.post("/command", form(alice, "continue"));
        world.advance(Duration.ofMinutes(2));

        assertThat(alice.post("/command", form(alice, "skip-bake")).status()).isEqualTo(303);
        world.advance(Duration.ofSeconds(10));

        assertThat(events())
                .filteredOn(ProgressEvent.BakeEnded.class::isInstance)
                .singleElement()
                .satisfies(event ->
                        assertThat(((ProgressEvent.BakeEnded) event).skipped()).isTrue());
    }

    @Test
    void whatTheWorkflowRefusesMeanwhileIsSaidOnThePage() {
        PageReader alice = alice();
        Map<String, String> late = form(alice, "continue");
        alice.post("/command", late);
        world.advance(Duration.ofMinutes(1));

        ConsoleResponse response = alice.post("/command", late);
        world.advance(Duration.ofMinutes(1));

        assertThat(alice.page("/" + response.headers().get("Location")))
                .contains("<b>Refused:</b> hookId: ", "none is open");
    }

    @Test
    void whoMayOnlyReadGivesNoCommand() {
        PageReader alice = alice();
        Map<String, String> form = form(alice, "rollback");

        ConsoleResponse nobody = alice.without("X-User").post("/command", form);

        assertThat(nobody.status()).isEqualTo(403);
        assertThat(mail()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
        "Origin, https://evil.example",
        "Origin, null",
        "Cookie, bluegreen4j-token=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "Cookie, bluegreen4j-token=",
        "Cookie, other=1"
    })
    void aCommandFromAnotherSiteIsNotBelieved(String header, String value) {
        PageReader alice = alice();
        Map<String, String> form = form(alice, "rollback");

        ConsoleResponse response = alice.with(header, value).post("/command", form);

        assertThat(response.status()).isEqualTo(403);
        assertThat(mail()).isEmpty();
    }

    @Test
    void aCommandFromThePageItselfIsBelieved() {
        PageReader alice = alice();
        Map<String, String> form = form(alice, "rollback");

        assertThat(alice.with("Sec-Fetch-Site", "same-origin")
                        .post("/command", form)
                        .status())
                .isEqualTo(303);
        assertThat(new LinkedHashMap<>(alice().get(address(ID.value())).headers()).get("Set-Cookie"))
                .contains("HttpOnly", "SameSite=Strict");
    }

    @Test
    void anOriginThatIsTheHostIsBelieved() {
        PageReader alice = alice();
        Map<String, String> form = form(alice, "rollback");

        assertThat(alice.with("Origin", "http://localhost:8080")
                        .post("/command", form)
                        .status())
                .isEqualTo(303);
    }

    @ParameterizedTest
    @CsvSource({"token, x, 403", "token, '', 403", "command, dance, 400", "id, '', 400", "hook, x, 303"})
    void aFormThatThePageDoesNotHaveIsRefused(String field, String value, int status) {
        PageReader alice = alice();
        Map<String, String> form = form(alice, "continue");
        form.put(field, value);

        assertThat(alice.post("/command", form).status()).isEqualTo(status);
    }

    @Test
    void aReasonThatIsTooLongIsRefused() {
        PageReader alice = alice();
        Map<String, String> form = form(alice, "abort");
        form.put("reason", "x".repeat(5_000));

        assertThat(alice.post("/command", form).status()).isEqualTo(400);
        assertThat(mail()).isEmpty();
    }
}
