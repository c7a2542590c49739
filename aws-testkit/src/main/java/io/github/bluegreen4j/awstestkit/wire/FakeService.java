package io.github.bluegreen4j.awstestkit.wire;

import java.util.Map;

/** A service of AWS with its operations. */
public interface FakeService {
    /** {@return which service this is} */
    Api api();

    /** {@return the supported operations by name} */
    Map<String, Operation> operations();
}
