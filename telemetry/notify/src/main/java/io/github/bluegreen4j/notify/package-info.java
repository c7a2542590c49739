/**
 * Listeners that send messages over HTTP with the JDK's client: {@link io.github.bluegreen4j.notify.CdEvents} for other
 * systems, {@link io.github.bluegreen4j.notify.ChatNotifier} for people. Both send through {@link
 * io.github.bluegreen4j.notify.HttpEndpoint}, which says what is sent again and what is not. They use the public API of the engine
 * only.
 */
@NullMarked
package io.github.bluegreen4j.notify;

import org.jspecify.annotations.NullMarked;
