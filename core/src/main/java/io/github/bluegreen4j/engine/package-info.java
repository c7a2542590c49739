/**
 * The imperative shell: it tells the pure workflow what has happened, keeps what the workflow decides, and does what the
 * state then asks for.
 *
 * <p>Start with {@link io.github.bluegreen4j.engine.DeploymentEngine}. Inside, one loop owns everything: it drains what has
 * come in, decides, appends, and only then starts the difference between what a state's agenda asks for and what is under
 * way. It never blocks: every call of a port, the journal's included, is made through the
 * {@link io.github.bluegreen4j.spi.CallRunner}. A waiting deployment holds no thread.
 */
@NullMarked
package io.github.bluegreen4j.engine;

import org.jspecify.annotations.NullMarked;
