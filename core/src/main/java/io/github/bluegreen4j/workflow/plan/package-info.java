/**
 * Plans a deployment: the workflow itself runs it in virtual time, in a copy of the world in which every call succeeds at once. Nothing
 * is touched. It uses all of the workflow and is used by the engine. Start reading at {@code Planner}.
 */
@NullMarked
package io.github.bluegreen4j.workflow.plan;

import org.jspecify.annotations.NullMarked;
