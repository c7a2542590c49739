package io.github.bluegreen4j.aws;

import io.github.bluegreen4j.testkit.docs.Snippets;
import org.junit.jupiter.api.Test;

class AwsGuideTest {
    @Test
    void thePage() throws Exception {
        Snippets.of("docs/aws.md", AwsGuideTest.class).page();
    }
}
