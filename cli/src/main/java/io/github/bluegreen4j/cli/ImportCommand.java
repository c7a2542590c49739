package io.github.bluegreen4j.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.file.SpecImport;
import io.github.bluegreen4j.model.ServiceRef;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a file for {@code deploy --file} of what describes a service already. */
@Command(
        name = "import",
        description = "Makes a file for 'deploy -f' of a live service, of the input of 'aws ecs create-service', of a"
                + " CloudFormation template, or of an appspec.yaml of CodeDeploy. Says on standard error what it could not"
                + " carry over. Changes nothing, and needs no journal.")
final class ImportCommand implements Callable<Integer> {
    private static final String SERVICE = "--service";
    private static final String RUNTIME = "--runtime";

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            description =
                    "What to import, in YAML or JSON: the input of create-service, the answer of describe-services, a"
                            + " template, or an appspec.yaml.")
    private @Nullable Path source;

    @Option(
            names = SERVICE,
            paramLabel = "CLUSTER/NAME",
            description = "A service on AWS that is imported instead; CLUSTER may be an ARN.")
    private @Nullable String service;

    @Option(
            names = RUNTIME,
            paramLabel = "RUNTIME",
            defaultValue = WorldOptions.TASK_SETS,
            description = "The --runtime with which the file will be deployed: task-sets, pair or native. With pair and"
                    + " native the file has no launch settings, and with native no Lambda hooks of the service."
                    + " Default: ${DEFAULT-VALUE}.")
    private String runtime = WorldOptions.TASK_SETS;

    @Option(
            names = "--resource",
            paramLabel = "ID",
            description = "The logical id of the service in a template that has several.")
    private @Nullable String resource;

    @Option(
            names = "--deployment-group",
            paramLabel = "FILE",
            description = "Beside an appspec.yaml: the answer of 'aws deploy get-deployment-group'.")
    private @Nullable Path group;

    @Option(names = "--output", paramLabel = "FILE", description = "The file to write. By default standard output.")
    private @Nullable Path file;

    @Mixin
    private final AwsOptions aws = new AwsOptions();

    @Mixin
    private final Output output = new Output();

    private final List<String> found = new ArrayList<>();

    @Override
    public Integer call() {
        SpecImport.Imported imported = source().make();
        PrintWriter err = output.err();
        if (output.isJson()) {
            output.out().println(json(imported));
        } else {
            found.forEach(err::println);
            imported.notes().forEach(err::println);
            if (file == null) {
                output.out().print(imported.file());
            }
        }
        if (file != null) {
            write(file, imported.file());
        }
        output.out().flush();
        return ExitCode.DONE;
    }

    /** Told before the notes of the import. */
    private void found(String note) {
        found.add(service + ": " + note);
    }

    private SpecImport source() {
        if ((source == null) == (service == null)) {
            throw Failure.option(
                    "FILE",
                    source == null ? "(missing)" : source.toString(),
                    "either a file or " + SERVICE + " CLUSTER/NAME");
        }
        SpecImport.RuntimeKind wanted = runtime();
        SpecImport made;
        if (source != null) {
            made = SpecImport.of(source.toString(), read("FILE", source));
        } else {
            String text = String.valueOf(service);
            ServiceRef live = Texts.service(text).orElseThrow(() -> Failure.option(SERVICE, text, Texts.SERVICE));
            made = SpecImport.of(live.toString(), LiveService.describe(aws, live, this::found));
        }
        made.runtime(wanted);
        if (resource != null) {
            made.resource(resource);
        }
        if (group != null) {
            made.deploymentGroup(group.toString(), read("--deployment-group", group));
        }
        return made;
    }

    private SpecImport.RuntimeKind runtime() {
        return switch (runtime) {
            case WorldOptions.TASK_SETS -> SpecImport.RuntimeKind.TASK_SETS;
            case WorldOptions.PAIR -> SpecImport.RuntimeKind.PAIR;
            case WorldOptions.NATIVE -> SpecImport.RuntimeKind.NATIVE;
            default -> throw Failure.option(RUNTIME, runtime, String.join(", ", WorldOptions.RUNTIMES));
        };
    }

    private static String read(String option, Path path) {
        try {
            return Files.readString(path);
        } catch (IOException unreadable) {
            throw Failure.option(option, path.toString(), "a file in UTF-8 that can be read: " + unreadable);
        }
    }

    private static void write(Path path, String text) {
        try {
            Files.writeString(path, text);
        } catch (IOException failed) {
            throw new Failure(ExitCode.NOT_DONE, "--output: \"" + path + "\" can't be written: " + failed);
        }
    }

    private String json(SpecImport.Imported imported) {
        ObjectNode node = new ObjectMapper().createObjectNode().put("file", imported.file());
        ArrayNode notes = node.putArray("notes");
        found.forEach(notes::add);
        imported.notes().forEach(notes::add);
        ArrayNode variables = node.putArray("variables");
        new TreeSet<>(imported.variables()).forEach(variables::add);
        try {
            return new ObjectMapper().writeValueAsString(node);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
