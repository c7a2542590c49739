package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.testkit.world.WorldWatcher;

/** Records the engines' changes in the story, and passes them to the oracle. */
record ToldWorld(WorldWatcher judge, SimulationStory story) implements WorldWatcher {

    @Override
    public void writes(RouteRef route, TrafficSplit before, TrafficSplit after) {
        story.tell('>', () -> "route " + route + ": " + before + " -> " + after);
        judge.writes(route, before, after);
    }

    @Override
    public void launches(LaunchRequest request) {
        story.tell(
                '>',
                () -> "launch of " + request.revision().definition() + " with " + request.desiredCount() + " tasks in "
                        + request.targetGroup());
        judge.launches(request);
    }

    @Override
    public void scales(ServiceRef service, RevisionRef revision, int before, int after) {
        story.tell('>', () -> revision + ": " + before + " -> " + after + " tasks");
        judge.scales(service, revision, before, after);
    }

    @Override
    public void retires(ServiceRef service, RevisionRef revision) {
        story.tell('>', () -> revision + " is retired");
        judge.retires(service, revision);
    }
}
