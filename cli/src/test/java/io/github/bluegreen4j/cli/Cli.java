package io.github.bluegreen4j.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/**
 * A command that was run in this process.
 *
 * @param exitCode its exit code
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
record Cli(int exitCode, String out, String err) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static Cli run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commands = BlueGreen.commandLine(false);
        commands.setOut(new PrintWriter(out));
        commands.setErr(new PrintWriter(err));
        int exitCode = commands.execute(args);
        return new Cli(exitCode, out.toString(), err.toString());
    }

    /** Every line of its standard output. */
    List<JsonNode> json() {
        return out.lines().map(Cli::parse).toList();
    }

    static JsonNode parse(String line) {
        try {
            return MAPPER.readTree(line);
        } catch (JsonProcessingException noJson) {
            throw new AssertionError("no JSON: " + line, noJson);
        }
    }
}
