package io.github.bluegreen4j.spi;

import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.ServiceRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Passes every call on to another journal. Extend it to watch calls, to change their answers, or to refuse them.
 * {@link #readAll}, {@link #unfinished} and {@link #claimAndRead} are passed on as they are: to change what is read, listed
 * or claimed, override them together with {@link #read}, {@link #list} and {@link #claim}.
 *
 * <p>As safe for use by many threads as the other journal is.
 */
public abstract class ForwardingJournal implements Journal {
    private final Journal journal;

    /**
     * Creates a journal that does what another one does.
     *
     * @param journal the other journal
     */
    protected ForwardingJournal(Journal journal) {
        this.journal = Given.value("journal", journal);
    }

    /**
     * Runs before each call but {@link #limitCalls}, which only sets a limit. The call is not passed on if this throws.
     * It does nothing unless overridden.
     *
     * @param operation the name of the method that is called
     */
    protected void before(String operation) {}

    @Override
    public List<Appended> append(List<Extension> extensions) {
        before("append");
        return journal.append(extensions);
    }

    @Override
    public List<Appended> open(List<Opening> openings) {
        before("open");
        return journal.open(openings);
    }

    @Override
    public Optional<History> read(DeploymentId deployment) {
        before("read");
        return journal.read(deployment);
    }

    @Override
    public List<ReadResult> readAll(List<DeploymentId> deployments) {
        before("readAll");
        return journal.readAll(deployments);
    }

    @Override
    public List<Head> list(Optional<ServiceRef> service) {
        before("list");
        return journal.list(service);
    }

    @Override
    public List<List<Head>> unfinished(List<ServiceRef> services) {
        before("unfinished");
        return journal.unfinished(services);
    }

    @Override
    public List<Head> due(String engine) {
        before("due");
        return journal.due(engine);
    }

    @Override
    public void delivered(DeploymentId deployment, String listener, long version) {
        before("delivered");
        journal.delivered(deployment, listener, version);
    }

    @Override
    public List<Head> undelivered(String listener, Duration since) {
        before("undelivered");
        return journal.undelivered(listener, since);
    }

    @Override
    public boolean submit(DeploymentId deployment, String commandId, Command command) {
        before("submit");
        return journal.submit(deployment, commandId, command);
    }

    @Override
    public List<List<Mail>> mail(List<DeploymentId> deployments) {
        before("mail");
        return journal.mail(deployments);
    }

    @Override
    public void changeLine(Line line) {
        before("changeLine");
        journal.changeLine(line);
    }

    @Override
    public Optional<Line> line() {
        before("line");
        return journal.line();
    }

    @Override
    public boolean storeDocument(Document document) {
        before("storeDocument");
        return journal.storeDocument(document);
    }

    @Override
    public boolean removeDocument(String kind, String name, long version) {
        before("removeDocument");
        return journal.removeDocument(kind, name, version);
    }

    @Override
    public Optional<Document> document(String kind, String name) {
        before("document");
        return journal.document(kind, name);
    }

    @Override
    public List<Document> documents(String kind) {
        before("documents");
        return journal.documents(kind);
    }

    @Override
    public List<Document> openDocuments(String kind) {
        before("openDocuments");
        return journal.openDocuments(kind);
    }

    @Override
    public void limitCalls(Duration longest) {
        journal.limitCalls(longest);
    }

    @Override
    public void renew(String engine, Duration length) {
        before("renew");
        journal.renew(engine, length);
    }

    @Override
    public Optional<Long> claim(ServiceRef service, String engine) {
        before("claim");
        return journal.claim(service, engine);
    }

    @Override
    public List<ClaimResult> claimAndRead(List<ServiceRef> services, String engine) {
        before("claimAndRead");
        return journal.claimAndRead(services, engine);
    }

    @Override
    public void release(List<ServiceRef> services, String engine) {
        before("release");
        journal.release(services, engine);
    }
}
