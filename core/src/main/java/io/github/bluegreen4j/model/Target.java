package io.github.bluegreen4j.model;

import java.util.Optional;

/**
 * One registered target of a target group.
 *
 * @param id the target's identity, an address for example
 * @param state its state
 * @param owner the revision it belongs to; empty when no revision of the service is known to own it
 */
public record Target(String id, TargetState state, Optional<RevisionRef> owner) {}
