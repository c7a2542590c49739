/**
 * Whole deployments, told as stories: the workflow's real functions and scripts, driven by a small deterministic shell in
 * virtual time against a little world that tests can break.
 */
@NullMarked
package io.github.bluegreen4j.testkit.story;

import org.jspecify.annotations.NullMarked;
