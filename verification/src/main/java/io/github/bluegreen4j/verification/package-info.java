/**
 * What proves this project, beside the explorer: {@link io.github.bluegreen4j.verification.CrashEverywhere} kills the
 * engine at every single call. It uses the testkit's simulations as any user does.
 */
@NullMarked
package io.github.bluegreen4j.verification;

import org.jspecify.annotations.NullMarked;
