package io.github.bluegreen4j.examples.local.demo;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A day to live through.
 *
 * @param title what it is, for people
 * @param taskSettings how all tasks behave
 * @param greenSettings how green's tasks behave besides
 * @param mishap what happens during the bake
 * @param order what the engine is told
 * @param drains whether tasks finish their requests before they end
 * @param requestsPerSecond the load
 * @param connections over how many connections
 * @param expected how the deployment has to end
 * @param control what the bad verdict shows, where one has to come; empty where it must not
 */
record DemoScenario(
        String title,
        Map<String, String> taskSettings,
        Map<String, String> greenSettings,
        InjectedFault mishap,
        List<String> order,
        boolean drains,
        int requestsPerSecond,
        int connections,
        Expected expected,
        String control) {

    static final String SERVICE = "checkout";
    static final String BLUE_DEFINITION = "checkout:1";
    static final String GREEN_DEFINITION = "checkout:2";
    static final String BLUE_GROUP = "group-1";
    static final String GREEN_GROUP = "group-2";
    static final int TASKS = 2;

    DemoScenario {
        taskSettings = Map.copyOf(taskSettings);
        greenSettings = Map.copyOf(greenSettings);
        order = List.copyOf(order);
    }

    /**
     * How the deployment has to end.
     *
     * @param status its status
     * @param cause what makes it roll back; empty when nothing does
     * @param excused the failures, by the words of the load, that nobody could have prevented
     * @param why they can't be prevented; empty when there are none
     */
    record Expected(String status, String cause, Set<String> excused, String why) {

        Expected {
            excused = Set.copyOf(excused);
        }

        boolean isRollback() {
            return status.equals("ROLLBACK_SUCCESSFUL");
        }

        static Expected success() {
            return new Expected("SUCCESSFUL", "", Set.of(), "");
        }

        static Expected rollback(String cause) {
            return new Expected("ROLLBACK_SUCCESSFUL", cause, Set.of(), "");
        }

        Expected excusing(Set<String> failures, String reason) {
            return new Expected(status, cause, failures, reason);
        }
    }
}
