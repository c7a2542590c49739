package io.github.bluegreen4j.file;

import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.InvalidSpecException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads and writes specifications as YAML or JSON files, in the words of Amazon ECS's {@code CreateService}:
 *
 * <pre>{@code
 * cluster: shop
 * serviceName: checkout
 * taskDefinition: checkout:${VERSION}
 * deploymentConfiguration:
 *   strategy: CANARY
 *   canaryConfiguration: {canaryPercent: 5, canaryBakeTimeInMinutes: 10}
 * loadBalancers:
 *   - targetGroupArn: arn:aws:elasticloadbalancing:...:targetgroup/blue/1
 *     advancedConfiguration:
 *       alternateTargetGroupArn: arn:aws:elasticloadbalancing:...:targetgroup/green/2
 *       productionListenerRule: arn:aws:elasticloadbalancing:...:listener-rule/app/shop/1/2/3
 * bluegreen4j:
 *   health: {unhealthyFor: 30s}
 * }</pre>
 *
 * <p>What ECS lacks stands in blocks named {@code bluegreen4j}; every field of {@link DeploymentSpec} can be said. <code>${NAME}</code>
 * in a value is replaced by an environment variable. A fault names the file, the line and the field: {@code checkout.yaml:5:
 * deploymentConfiguration.bakeTimeInMinutes: "-1" is not allowed; allowed: 0 or more}. All faults that the schema can tell are
 * reported at once. Stateless and safe for use by many threads.
 */
public final class SpecFile {
    private SpecFile() {}

    /**
     * Reads a file. What it does not say has the default of {@link DeploymentSpec.Builder}.
     *
     * @param file a file in UTF-8, at most 3,000,000 characters
     * @param environment the variables; to use those of the process, pass {@link System#getenv()}
     * @return the specification
     * @throws IOException if the file can't be read
     * @throws InvalidSpecException if it is not a specification; each fault names line and field
     */
    public static DeploymentSpec read(Path file, Map<String, String> environment) throws IOException {
        return read(file, environment, defaults -> {});
    }

    /**
     * Reads a file with other defaults.
     *
     * @param file a file in UTF-8, at most 3,000,000 characters
     * @param environment the variables
     * @param defaults sets what the file does not say: alarms, circuit breaker, health, rollback, drift, concurrency and limits
     * @return the specification
     * @throws IOException if the file can't be read
     * @throws InvalidSpecException if it is not a specification; each fault names line and field
     */
    public static DeploymentSpec read(
            Path file, Map<String, String> environment, Consumer<DeploymentSpec.Builder> defaults) throws IOException {
        String text;
        try {
            text = Files.readString(file);
        } catch (CharacterCodingException otherEncoding) {
            throw InvalidSpecException.refused(file.toString(), "its encoding", "UTF-8");
        }
        return parse(file.toString(), text, environment, defaults);
    }

    /**
     * Reads a text.
     *
     * @param name what the text is called in messages
     * @param text YAML or JSON, at most 3,000,000 characters
     * @param environment the variables
     * @param defaults sets what the text does not say
     * @return the specification
     * @throws InvalidSpecException if it is not a specification; each fault names line and field
     */
    public static DeploymentSpec parse(
            String name, String text, Map<String, String> environment, Consumer<DeploymentSpec.Builder> defaults) {
        SourceDocument document = SourceDocument.parse(name, text, Variables.of(environment));
        List<InvalidSpecException.Fault> faults = SchemaCheck.faults(document);
        if (!faults.isEmpty()) {
            throw new InvalidSpecException(faults);
        }
        return SpecReader.read(document, defaults);
    }

    /**
     * Writes a specification. {@link #read} gives an equal specification, with any environment. What is usual is omitted.
     *
     * @param spec the specification
     * @return YAML
     */
    public static String write(DeploymentSpec spec) {
        return YamlPrinter.print(SpecWriter.file(spec), Variables::escaped);
    }

    /** {@return the JSON Schema of a file, draft 2020-12, as JSON} Editors complete and check files with it. */
    public static String schema() {
        return SchemaCheck.TEXT;
    }
}
