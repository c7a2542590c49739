package io.github.bluegreen4j.console;

import io.github.bluegreen4j.timeline.TimelineRenderer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** The style sheet, the script and the icon. Their names contain a hash of their content, so browsers may keep them for ever. */
final class Assets {
    private static final Asset STYLE =
            asset("console.css", "text/css; charset=utf-8", TimelineRenderer.chartStyle() + resource("console.css"));
    private static final Asset SCRIPT = asset("console.js", "text/javascript; charset=utf-8", resource("console.js"));
    private static final Asset ICON = asset("icon.svg", "image/svg+xml", resource("icon.svg"));
    private static final Map<String, Asset> ALL = Map.of(STYLE.name(), STYLE, SCRIPT.name(), SCRIPT, ICON.name(), ICON);

    private Assets() {}

    /**
     * A static file.
     *
     * @param name its name, which changes with its content
     * @param type its media type
     * @param content its content
     */
    record Asset(String name, String type, String content) {
        String address() {
            return "static/" + name;
        }
    }

    static Asset style() {
        return STYLE;
    }

    static Asset script() {
        return SCRIPT;
    }

    static Asset icon() {
        return ICON;
    }

    static Optional<Asset> find(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    private static Asset asset(String file, String type, String content) {
        String hash = Ids.hash(content.getBytes(StandardCharsets.UTF_8));
        return new Asset(hash + "-" + file, type, content);
    }

    private static String resource(String file) {
        try (InputStream in = Assets.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the console's jar lacks " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
