package io.github.bluegreen4j.spring.test.shop;

import org.springframework.stereotype.Service;

/** What a test of deployments does not need. */
@Service
class OrderService {
    OrderService() {
        throw new IllegalStateException("a test of deployments does not start the shop");
    }
}
