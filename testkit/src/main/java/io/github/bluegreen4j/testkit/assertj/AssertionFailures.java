package io.github.bluegreen4j.testkit.assertj;

/** Formats the messages of failed assertions. */
final class AssertionFailures {
    private AssertionFailures() {}

    static String text(String who, String was, String wanted, String story) {
        String text = who + "\n  was:    " + was + "\n  wanted: " + wanted;
        return story.isEmpty() ? text : text + "\n\nthe story:\n" + story;
    }
}
