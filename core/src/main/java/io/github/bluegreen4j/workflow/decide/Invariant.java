package io.github.bluegreen4j.workflow.decide;

import io.github.bluegreen4j.workflow.agenda.Agenda;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import java.util.function.BiPredicate;

/**
 * A rule that must hold for every state and its agenda.
 *
 * @param name its number and its meaning, as in the documentation
 * @param holds whether it holds
 */
public record Invariant(String name, BiPredicate<DeploymentState, Agenda> holds) {}
