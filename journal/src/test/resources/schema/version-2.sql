-- The journal of bluegreen4j, schema version 2.
-- It is applied by itself when none of its tables exists, or when an engine died while it was applied; or by you: then in one
-- transaction, as it stands.

-- Whose tables these are, and of which version.
CREATE TABLE IF NOT EXISTS bluegreen_schema (
    version INTEGER NOT NULL
);

-- Where each deployment stands. wake_up is when its engine means to act next, by that engine's clock; it is null when the deployment has ended.
CREATE TABLE IF NOT EXISTS bluegreen_deployment (
    deployment VARCHAR(128) PRIMARY KEY,
    number BIGINT GENERATED ALWAYS AS IDENTITY,
    cluster VARCHAR(512) NOT NULL,
    service VARCHAR(512) NOT NULL,
    version BIGINT NOT NULL,
    wake_up TIMESTAMP WITH TIME ZONE,
    mail INTEGER NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE
);
-- Open deployments are found by ended_at, which does not change with each event, as wake_up does: then no index has to be written.
CREATE INDEX IF NOT EXISTS bluegreen_deployment_open ON bluegreen_deployment (ended_at);
CREATE INDEX IF NOT EXISTS bluegreen_deployment_of_service ON bluegreen_deployment (cluster, service, ended_at);

-- What has happened to each, as JSON. Events of one entry were decided together.
CREATE TABLE IF NOT EXISTS bluegreen_event (
    deployment VARCHAR(128) NOT NULL REFERENCES bluegreen_deployment (deployment) ON DELETE CASCADE,
    version BIGINT NOT NULL,
    entry_id VARCHAR(512) NOT NULL,
    event CHARACTER VARYING NOT NULL,
    PRIMARY KEY (deployment, version)
);

-- What operators have said to each. Those that were answered stay, so that a command that comes again counts once.
CREATE TABLE IF NOT EXISTS bluegreen_command (
    deployment VARCHAR(128) NOT NULL REFERENCES bluegreen_deployment (deployment) ON DELETE CASCADE,
    command_id VARCHAR(512) NOT NULL,
    number BIGINT GENERATED ALWAYS AS IDENTITY,
    command CHARACTER VARYING NOT NULL,
    answered BOOLEAN NOT NULL,
    PRIMARY KEY (deployment, command_id)
);

-- The engines, and until when the lease of each holds, by this database's clock.
CREATE TABLE IF NOT EXISTS bluegreen_engine (
    engine VARCHAR(512) PRIMARY KEY,
    lease_until TIMESTAMP WITH TIME ZONE NOT NULL
);

-- Which engine acts for a service, and the highest fence that was ever given for it.
CREATE TABLE IF NOT EXISTS bluegreen_service (
    cluster VARCHAR(512) NOT NULL,
    service VARCHAR(512) NOT NULL,
    engine VARCHAR(512),
    fence BIGINT NOT NULL,
    PRIMARY KEY (cluster, service)
);

-- How many events of a deployment each named listener was notified of. undelivered is true from the deployment's end until the
-- listener was notified of the last event.
CREATE TABLE IF NOT EXISTS bluegreen_delivery (
    deployment VARCHAR(128) NOT NULL REFERENCES bluegreen_deployment (deployment) ON DELETE CASCADE,
    listener VARCHAR(512) NOT NULL,
    version BIGINT NOT NULL,
    undelivered BOOLEAN NOT NULL,
    PRIMARY KEY (deployment, listener)
);
CREATE INDEX IF NOT EXISTS bluegreen_delivery_undelivered ON bluegreen_delivery (listener, undelivered);

-- Last: without a version the tables are not complete, and their creation continues.
INSERT INTO bluegreen_schema (version) VALUES (2);
