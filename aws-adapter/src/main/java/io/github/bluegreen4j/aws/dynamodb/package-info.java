/**
 * A journal in one table of Amazon DynamoDB. Start with {@link io.github.bluegreen4j.aws.dynamodb.DynamoDbJournal}.
 *
 * <p>Each deployment is a partition with one item for its head, one for each append and one for each command. An append is
 * one transaction that checks the service's fence and the deployment's version, so that a stale engine writes nothing.
 * DynamoDB has no clock to judge leases by. An engine counts as dead if another one has watched its lease for the lease's
 * whole length without a renewal.
 */
@NullMarked
package io.github.bluegreen4j.aws.dynamodb;

import org.jspecify.annotations.NullMarked;
