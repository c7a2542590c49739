/**
 * A journal in one table of Amazon DynamoDB. Start with {@link io.github.bluegreen4j.aws.dynamodb.DynamoDbJournal}.
 *
 * <p>A deployment is a partition: an item that says where it stands, one for each extension, one for each command. An extension is one
 * transaction that checks the service's fence and the deployment's version, so that a stale engine writes nothing. DynamoDB has no clock
 * to judge leases by: an engine counts as dead when its lease was watched for as long as it holds, and was not renewed.
 */
@NullMarked
package io.github.bluegreen4j.aws.dynamodb;

import org.jspecify.annotations.NullMarked;
