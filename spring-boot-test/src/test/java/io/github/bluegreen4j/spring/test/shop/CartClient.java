package io.github.bluegreen4j.spring.test.shop;

/** What a hook asks. */
interface CartClient {
    int size();
}
