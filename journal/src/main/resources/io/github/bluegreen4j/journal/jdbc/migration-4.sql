-- Migrates a journal of bluegreen4j from schema version 1, 2 or 3 to 4. Repeating it does no harm.
-- bluegreen4j runs it when it opens such a journal and may create tables. Otherwise run it yourself: in one transaction, as it stands.

CREATE TABLE IF NOT EXISTS bluegreen_delivery (
    deployment VARCHAR(128) NOT NULL REFERENCES bluegreen_deployment (deployment) ON DELETE CASCADE,
    listener VARCHAR(512) NOT NULL,
    version BIGINT NOT NULL,
    undelivered BOOLEAN NOT NULL,
    PRIMARY KEY (deployment, listener)
);
CREATE INDEX IF NOT EXISTS bluegreen_delivery_undelivered ON bluegreen_delivery (listener, undelivered);
CREATE INDEX IF NOT EXISTS bluegreen_deployment_open ON bluegreen_deployment (ended_at);
CREATE INDEX IF NOT EXISTS bluegreen_deployment_of_service ON bluegreen_deployment (cluster, service, ended_at);
DROP INDEX IF EXISTS bluegreen_deployment_due;
DROP INDEX IF EXISTS bluegreen_deployment_mail;
DROP INDEX IF EXISTS bluegreen_deployment_service;
CREATE TABLE IF NOT EXISTS bluegreen_line (
    id INTEGER PRIMARY KEY,
    stopped BOOLEAN NOT NULL,
    reason CHARACTER VARYING NOT NULL,
    actor VARCHAR(512) NOT NULL,
    given_at VARCHAR(64) NOT NULL
);
CREATE TABLE IF NOT EXISTS bluegreen_document (
    kind VARCHAR(128) NOT NULL,
    name VARCHAR(512) NOT NULL,
    version BIGINT NOT NULL,
    is_open BOOLEAN NOT NULL,
    text CHARACTER VARYING NOT NULL,
    PRIMARY KEY (kind, name)
);
UPDATE bluegreen_schema SET version = 4;
