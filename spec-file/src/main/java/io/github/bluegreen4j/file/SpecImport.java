package io.github.bluegreen4j.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.model.InvalidSpecException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@linkplain SpecFile file} of what describes a service already, in YAML or JSON:
 *
 * <ul>
 *   <li>the input of {@code aws ecs create-service --cli-input-json}, or the answer of {@code aws ecs describe-services}
 *   <li>an AWS CloudFormation template with a resource of type {@code AWS::ECS::Service}
 *   <li>an {@code appspec.yaml} of AWS CodeDeploy, best with its deployment group
 * </ul>
 *
 * <p>What it can't carry over it notes, with the line of the source. What the source does not know, such as the ARN of a rule that a
 * stack creates, becomes a variable. Not thread-safe.
 */
public final class SpecImport {
    private static final List<String> ANSWERED = List.of(
            "serviceArn",
            "clusterArn",
            "status",
            "runningCount",
            "pendingCount",
            "events",
            "deployments",
            "taskSets",
            "createdAt",
            "createdBy",
            "roleArn",
            "platformFamily",
            "currentServiceDeployment",
            "currentServiceRevisions",
            "resourceManagementType");

    private final String name;
    private final String text;
    private @Nullable String resource;
    private @Nullable String groupName;
    private @Nullable String groupText;
    private RuntimeKind runtime = RuntimeKind.TASK_SETS;

    /** How the revisions of the service will run on Amazon ECS. */
    public enum RuntimeKind {
        /** As task sets, each with launch settings of its own. */
        TASK_SETS,
        /** As a pair of ordinary services, with the settings of these. */
        PAIR,
        /**
         * By ECS's own controller, with the settings of the service. Lambda hooks of the service are left out, because ECS goes on
         * calling them.
         */
        NATIVE
    }

    private SpecImport(String name, String text) {
        this.name = name;
        this.text = text;
    }

    /**
     * What an import made.
     *
     * @param file the file, in YAML
     * @param notes what was not carried over or changed its meaning, each with the line of the source
     * @param variables the names of the variables that have to be set when the file is read, or replaced in it
     */
    public record Imported(String file, List<String> notes, Set<String> variables) {
        /**
         * Copies the lists.
         *
         * @param file the file, in YAML
         * @param notes what was not carried over or changed its meaning
         * @param variables the names of the variables that have to be set
         */
        public Imported {
            notes = List.copyOf(notes);
            variables = Set.copyOf(variables);
        }
    }

    /**
     * Starts an import.
     *
     * @param name what the source is called in notes and faults
     * @param text the source, in YAML or JSON
     * @return an import, to be configured
     */
    public static SpecImport of(String name, String text) {
        return new SpecImport(name, text);
    }

    /**
     * Chooses the service of a template that has several.
     *
     * @param logicalId the logical id of the resource
     * @return this import
     */
    public SpecImport resource(String logicalId) {
        resource = logicalId;
        return this;
    }

    /**
     * Says how the revisions will run. By default as {@link RuntimeKind#TASK_SETS}. With the others, a file has no launch settings.
     *
     * @param newRuntime how they will run
     * @return this import
     */
    public SpecImport runtime(RuntimeKind newRuntime) {
        runtime = newRuntime;
        return this;
    }

    /**
     * Gives the deployment group of an {@code appspec.yaml}: it knows the service, the target groups, the listeners and the strategy.
     *
     * @param newName what it is called in notes and faults
     * @param newText the answer of {@code aws deploy get-deployment-group}
     * @return this import
     */
    public SpecImport deploymentGroup(String newName, String newText) {
        groupName = newName;
        groupText = newText;
        return this;
    }

    /**
     * Makes the file.
     *
     * @return the file and the notes
     * @throws InvalidSpecException if the source is none of these, or describes what can't be deployed; each fault names line and
     *     field, and what can be done
     */
    public Imported make() {
        SourceDocument document = SourceDocument.parse(name, text, Variables.KEPT);
        JsonNode root = document.root();
        if (CodeDeployImport.is(root)) {
            return codeDeploy(document);
        }
        if (CloudFormationTemplate.is(root)) {
            CloudFormationTemplate template = new CloudFormationTemplate(document);
            String logicalId = template.service(resource);
            ImportNotes notes = new ImportNotes(document, field -> CloudFormationTemplate.path(logicalId, field));
            return made(template.properties(logicalId, notes), notes, List.of());
        }
        if (root.path("services").isArray()) {
            return described(document);
        }
        if (root.has("serviceName") || root.has("loadBalancers")) {
            return made(root, new ImportNotes(document, UnaryOperator.identity()), List.of());
        }
        throw new InvalidSpecException(List.of(document.fault(
                "",
                root.properties().stream().map(Map.Entry::getKey).collect(Collectors.joining(", ")),
                "can't be imported",
                "the input of create-service, the answer of describe-services, a CloudFormation template, or an appspec.yaml for"
                        + " Amazon ECS")));
    }

    private Imported codeDeploy(SourceDocument document) {
        ImportNotes notes = new ImportNotes(document, UnaryOperator.identity());
        if (groupText == null || groupName == null) {
            return made(CodeDeployImport.service(document, notes, null, null), notes, List.of());
        }
        SourceDocument group = SourceDocument.parse(groupName, groupText, Variables.KEPT);
        ImportNotes groupNotes = new ImportNotes(group, UnaryOperator.identity());
        ObjectNode service = CodeDeployImport.service(document, notes, group, groupNotes);
        return made(service, notes, List.of(groupNotes));
    }

    /** What ECS answers has other fields than what it is asked. */
    private Imported described(SourceDocument document) {
        JsonNode services = document.root().path("services");
        if (services.size() != 1) {
            throw new InvalidSpecException(List.of(
                    document.fault("services", services.size() + " services", "can't be imported", "one service")));
        }
        ObjectNode service = services.get(0).deepCopy();
        service.set("cluster", service.path("clusterArn"));
        for (JsonNode set : service.path("taskSets")) {
            if (set.path("status").asText().equals("PRIMARY")) {
                for (String field : List.of(
                        "taskDefinition",
                        "loadBalancers",
                        "networkConfiguration",
                        "launchType",
                        "capacityProviderStrategy",
                        "platformVersion")) {
                    if (set.has(field)
                            && (!service.has(field) || service.get(field).isEmpty())) {
                        service.set(field, set.get(field));
                    }
                }
            }
        }
        service.remove(ANSWERED);
        return made(service, new ImportNotes(document, field -> "services[0]." + field), List.of());
    }

    private Imported made(JsonNode service, ImportNotes notes, List<ImportNotes> more) {
        ObjectNode file = EcsServiceImport.file(service, notes, runtime);
        String printed = YamlPrinter.print(file, ImportNotes::inFile);
        Set<String> variables = ImportNotes.variables(file.toString());
        check(printed, variables);
        List<String> all = new ArrayList<>(notes.all(variables));
        more.forEach(others -> all.addAll(others.all(variables)));
        return new Imported(printed, all, variables);
    }

    /** What is wrong with the source is told now; what a variable will be is not known yet. */
    private void check(String printed, Set<String> variables) {
        Map<String, String> environment = variables.stream().collect(Collectors.toMap(one -> one, one -> one));
        try {
            SpecFile.parse(name + " (imported)", printed, environment, defaults -> {});
        } catch (InvalidSpecException refused) {
            List<InvalidSpecException.Fault> faults = refused.faults().stream()
                    .filter(fault -> variables.stream().noneMatch(fault.value()::contains))
                    .toList();
            if (!faults.isEmpty()) {
                throw new InvalidSpecException(faults);
            }
        }
    }
}
