package io.github.bluegreen4j.aws.moto;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;

/** Tests that ask a moto server: one for each class, empty before each test. Only the profile "moto" runs them. */
@Tag("moto")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MotoTest {
    private MotoServer moto;

    @BeforeAll
    final void start() throws IOException {
        moto = MotoServer.start();
    }

    @BeforeEach
    final void reset() {
        moto.reset();
    }

    @AfterAll
    final void stop() {
        if (moto != null) {
            moto.close();
        }
    }

    final MotoServer moto() {
        return moto;
    }
}
