package io.github.bluegreen4j.verification;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The project's directory and its POMs. */
final class ProjectFiles {
    private ProjectFiles() {}

    /** The topmost directory of the project. */
    static Path root() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve(".mvn"))) {
                return at;
            }
        }
        throw new IllegalStateException("no directory above the working directory holds .mvn");
    }

    /** The POM in a directory below the topmost one; "" for the parent's. */
    static Element pom(String directory) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(root().resolve(directory).resolve("pom.xml").toFile())
                    .getDocumentElement();
        } catch (SAXException | ParserConfigurationException e) {
            throw new IllegalStateException(directory + "/pom.xml cannot be read", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The elements on this path of names, from an element of a POM downwards. */
    static List<Element> elements(Element from, String... path) {
        List<Element> found = List.of(from);
        for (String name : path) {
            found = found.stream().flatMap(one -> children(one, name).stream()).toList();
        }
        return found;
    }

    /** The text of the only element on this path of names, if there is one. */
    static Optional<String> text(Element from, String... path) {
        return elements(from, path).stream()
                .map(element -> element.getTextContent().strip())
                .findFirst();
    }

    private static List<Element> children(Element parent, String name) {
        NodeList nodes = parent.getChildNodes();
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .filter(Element.class::isInstance)
                .filter(node -> node.getNodeName().equals(name))
                .map(Node.class::cast)
                .map(Element.class::cast)
                .toList();
    }

    /** The version of this build. */
    static String version() {
        return text(pom(""), "version").orElseThrow();
    }

    /** The directories of the modules whose artifacts are published, without the BOM. */
    static List<String> publishedModules() {
        return elements(pom(""), "modules", "module").stream()
                .map(module -> module.getTextContent().strip())
                .filter(module -> !module.equals("bom"))
                .filter(module ->
                        !text(pom(module), "properties", "unpublished").equals(Optional.of("true")))
                .toList();
    }
}
