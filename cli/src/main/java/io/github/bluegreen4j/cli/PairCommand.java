package io.github.bluegreen4j.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.aws.SdkClients;
import io.github.bluegreen4j.aws.ecs.EcsServicePair;
import io.github.bluegreen4j.aws.ecs.Twin;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.spi.PortException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.ecs.EcsClient;

/** Pairs of ordinary services. */
@Command(
        name = "pair",
        description = "Pairs of ordinary ECS services, which deploy --runtime pair deploys. Needs no journal.",
        subcommands = PairCommand.Create.class)
final class PairCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw Failure.option("COMMAND", "(missing)", "pair create");
    }

    /** Makes the second service of a pair. */
    @Command(
            name = "create",
            description =
                    "Creates the twin of an existing service, or finds it: the same settings, the other target group, no"
                            + " tasks, and a scalable target at rest if the service has one. The existing service is only read. Exit code 2 if the service can have no twin, or if its twin"
                            + " exists and differs.")
    static final class Create implements Callable<Integer> {
        @Option(
                names = "--service",
                paramLabel = "CLUSTER/SERVICE",
                required = true,
                description = "The existing service, with ECS's own rolling controller.")
        private String service = "";

        @Option(
                names = "--target-group",
                paramLabel = "ARN",
                required = true,
                description = "The second target group, in which the twin's tasks register.")
        private String targetGroup = "";

        @Mixin
        private final AwsOptions aws = new AwsOptions();

        @Mixin
        private final Output output = new Output();

        @Override
        public Integer call() {
            ServiceRef existing =
                    Texts.service(service).orElseThrow(() -> Failure.option("--service", service, Texts.SERVICE));
            EcsServicePair pair = EcsServicePair.builder(aws.build(SdkClients.oneAttempt(EcsClient.builder())))
                    .autoScaling(aws.build(SdkClients.oneAttempt(ApplicationAutoScalingClient.builder())))
                    .build();
            Twin twin = create(pair, existing, new TargetGroupRef(targetGroup));
            print(twin);
            output.out().flush();
            return ExitCode.DONE;
        }

        private void print(Twin twin) {
            if (output.isJson()) {
                ObjectNode line = JsonNodeFactory.instance
                        .objectNode()
                        .put("service", twin.service().toString())
                        .put("twin", twin.twin().toString())
                        .put("arn", twin.arn())
                        .put("definition", twin.definition())
                        .put("targetGroup", twin.targetGroup().id())
                        .put("created", twin.created());
                ArrayNode notes = line.putArray("notes");
                twin.notes().forEach(notes::add);
                output.out().println(line);
                return;
            }
            output.out()
                    .println((twin.created() ? "Created " : "Exists already: ") + twin.twin() + ", the twin of "
                            + twin.service() + ", with task definition " + twin.definition() + " and target group "
                            + twin.targetGroup());
            twin.notes().forEach(note -> output.out().println("To do: " + note));
            output.out().println("To deploy: bluegreen deploy --runtime pair --service " + twin.service() + " ...");
        }

        private Twin create(EcsServicePair pair, ServiceRef existing, TargetGroupRef group) {
            try {
                return pair.createTwin(existing, group);
            } catch (PortException failed) {
                if (AwsOptions.lacksCredentials(failed)) {
                    throw failed;
                }
                boolean isRefused = failed.problem().kind() == Problem.Kind.REFUSED
                        || failed.problem().kind() == Problem.Kind.GONE;
                throw new Failure(
                        isRefused ? ExitCode.REFUSED : ExitCode.OUT_OF_REACH, aws.place() + ": " + failed.problem());
            }
        }
    }
}
