package io.github.bluegreen4j.spring.test.shop;

import io.github.bluegreen4j.model.HookInvocation;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.spi.LifecycleHook;
import org.springframework.stereotype.Component;

/** A hook of the application. */
@Component("smoke-test")
class CartSmokeTest implements LifecycleHook {
    private final CartClient cart;

    CartSmokeTest(CartClient cart) {
        this.cart = cart;
    }

    @Override
    public HookResult invoke(HookInvocation invocation) {
        return cart.size() > 0 ? HookResult.succeeded() : HookResult.failed("the cart is empty");
    }
}
