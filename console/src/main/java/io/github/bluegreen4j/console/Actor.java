package io.github.bluegreen4j.console;

import io.github.bluegreen4j.model.Given;

/**
 * Somebody who may give commands in the console. The journal records the name with each command.
 *
 * @param name who it is, for example the login; one line of 1 to 512 characters, not blank
 */
public record Actor(String name) {
    /**
     * Checks the name.
     *
     * @param name who it is
     * @throws io.github.bluegreen4j.model.InvalidSpecException if it is not allowed
     */
    public Actor {
        Given.name("actor", name);
    }
}
