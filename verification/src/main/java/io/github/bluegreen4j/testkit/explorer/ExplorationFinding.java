package io.github.bluegreen4j.testkit.explorer;

/**
 * A rule that was seen broken.
 *
 * @param rule which
 * @param what what was seen
 */
record ExplorationFinding(Rule rule, String what) {}
