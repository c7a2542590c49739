package io.github.bluegreen4j.awstestkit.wire;

import java.util.Map;

/** A service of AWS: what it is called, and its operations by their names. */
public interface FakeService {
    /** Which service. */
    Api api();

    /** What it can be asked to do. */
    Map<String, Operation> operations();
}
