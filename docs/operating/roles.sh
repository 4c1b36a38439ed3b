#!/bin/sh
# Runs once, when the database container makes its cluster.
psql --username postgres --set ON_ERROR_STOP=1 --set owner="$OWNER_PASSWORD" --set app="$APP_PASSWORD" <<'SQL'
CREATE ROLE anxin_owner LOGIN PASSWORD :'owner';
CREATE ROLE anxin_app LOGIN PASSWORD :'app';
CREATE DATABASE anxin OWNER anxin_owner;
SQL
