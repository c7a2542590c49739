/**
 * Amazon DynamoDB, as far as a journal needs it: tables with conditions, updates, queries and transactions, all at once
 * consistent.
 *
 * <p>An expression is read by {@link io.github.bluegreen4j.awstestkit.dynamodb.ExpressionReader} into a {@link
 * io.github.bluegreen4j.awstestkit.dynamodb.Condition} or an {@link io.github.bluegreen4j.awstestkit.dynamodb.Update}; a {@link
 * io.github.bluegreen4j.awstestkit.dynamodb.Table} keeps the items in the order of their keys. Not spoken: reserved words are taken
 * for names, and nothing expires although a time to live may be set (AWS takes days over it).
 */
@NullMarked
package io.github.bluegreen4j.awstestkit.dynamodb;

import org.jspecify.annotations.NullMarked;
