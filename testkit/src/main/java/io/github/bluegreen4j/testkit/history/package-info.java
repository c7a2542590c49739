/**
 * Whether what a journal answered to several engines at once could have been answered to one after the other: {@link
 * io.github.bluegreen4j.testkit.history.JournalHistory} records orders, appends, claims and releases of threads that race, and looks for an order
 * of them that keeps each answer true and puts nothing before what had ended when it began.
 */
@NullMarked
package io.github.bluegreen4j.testkit.history;

import org.jspecify.annotations.NullMarked;
