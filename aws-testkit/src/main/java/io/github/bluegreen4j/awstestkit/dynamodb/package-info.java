/**
 * A fake of Amazon DynamoDB: the parts that a journal needs. These are tables with conditions, updates, queries and
 * transactions, all of them immediately consistent.
 *
 * <p>{@code ExpressionReader} parses an expression into a {@code Condition} or an {@code Update}; a {@code FakeDynamoTable} stores the
 * items in the order of their keys. Differences from DynamoDB: reserved words are accepted as names, and items never expire,
 * although a time to live may be set (AWS deletes them within days).
 */
@NullMarked
package io.github.bluegreen4j.awstestkit.dynamodb;

import org.jspecify.annotations.NullMarked;
