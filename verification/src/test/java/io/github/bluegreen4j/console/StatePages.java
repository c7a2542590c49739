package io.github.bluegreen4j.console;

import io.github.bluegreen4j.engine.DeploymentSnapshot;
import io.github.bluegreen4j.event.DeploymentEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The page and the line of a state that no journal has. */
public final class StatePages {
    private static final Pattern ENABLED = Pattern.compile(
            "<input type=\"hidden\" name=\"command\" value=\"([^\"]*)\"><input type=\"hidden\" name=\"hook\" value=\"([^\"]*)\">");

    private StatePages() {}

    /**
     * Makes the page of a state for somebody who may act, and returns the commands that it has a form for, each as its name and the pause
     * that it answers.
     */
    public static Set<String> commands(DeploymentSnapshot snapshot, List<DeploymentEvent> events, String actor) {
        DeploymentPage.Visitor visitor =
                new DeploymentPage.Visitor(Optional.of(new Actor(actor)), false, "token", "", true, false);
        DeploymentPage page = new DeploymentPage(events, events.size(), snapshot, snapshot.at(), visitor);
        Map<String, String> sections = page.sections(List.of(), Optional.empty());
        String whole = page.render(sections).toString();
        if (!whole.contains("class=\"headline\"")) {
            throw new IllegalStateException("the page does not say how production is: " + whole);
        }
        Set<String> commands = new TreeSet<>();
        Matcher form = ENABLED.matcher(whole);
        while (form.find()) {
            commands.add(form.group(1) + form.group(2));
        }
        return commands;
    }
}
