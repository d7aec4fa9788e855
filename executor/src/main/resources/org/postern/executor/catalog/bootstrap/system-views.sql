-- Definitions of the system views. A line "view SCHEMA.NAME" in a comment begins one; names, oids
-- and column types are in views.txt. Function names are in lower case, key words in upper case:
-- a view that names a function which this server does not have is left out.

-- view pg_catalog.pg_roles
SELECT r.rolname, r.rolsuper, r.rolinherit, r.rolcreaterole, r.rolcreatedb, r.rolcanlogin,
       r.rolreplication, r.rolconnlimit, '********'::text AS rolpassword, r.rolvaliduntil,
       r.rolbypassrls, s.setconfig AS rolconfig, r.oid
FROM pg_catalog.pg_authid AS r
     LEFT JOIN pg_catalog.pg_db_role_setting AS s ON s.setrole = r.oid AND s.setdatabase = 0

-- view pg_catalog.pg_shadow
SELECT r.rolname AS usename, r.oid AS usesysid, r.rolcreatedb AS usecreatedb,
       r.rolsuper AS usesuper, r.rolreplication AS userepl, r.rolbypassrls AS usebypassrls,
       r.rolpassword AS passwd, r.rolvaliduntil AS valuntil, s.setconfig AS useconfig
FROM pg_catalog.pg_authid AS r
     LEFT JOIN pg_catalog.pg_db_role_setting AS s ON s.setrole = r.oid AND s.setdatabase = 0
WHERE r.rolcanlogin

-- view pg_catalog.pg_group
SELECT r.rolname AS groname, r.oid AS grosysid,
       ARRAY(SELECT m.member FROM pg_catalog.pg_auth_members AS m WHERE m.roleid = r.oid) AS grolist
FROM pg_catalog.pg_authid AS r
WHERE NOT r.rolcanlogin

-- view pg_catalog.pg_user
SELECT u.usename, u.usesysid, u.usecreatedb, u.usesuper, u.userepl, u.usebypassrls,
       '********'::text AS passwd, u.valuntil, u.useconfig
FROM pg_catalog.pg_shadow AS u

-- view pg_catalog.pg_policies
SELECT n.nspname AS schemaname, c.relname AS tablename, p.polname AS policyname,
       CASE WHEN p.polpermissive THEN 'PERMISSIVE'::text ELSE 'RESTRICTIVE'::text END AS permissive,
       CASE WHEN p.polroles = '{0}'::oid[] THEN ARRAY['public'::name]
            ELSE ARRAY(SELECT r.rolname FROM pg_catalog.pg_authid AS r
                       WHERE r.oid = ANY (p.polroles) ORDER BY r.rolname) END AS roles,
       CASE p.polcmd WHEN 'r'::"char" THEN 'SELECT'::text WHEN 'a'::"char" THEN 'INSERT'::text
            WHEN 'w'::"char" THEN 'UPDATE'::text WHEN 'd'::"char" THEN 'DELETE'::text
            WHEN '*'::"char" THEN 'ALL'::text END AS cmd,
       pg_get_expr(p.polqual, p.polrelid) AS qual,
       pg_get_expr(p.polwithcheck, p.polrelid) AS with_check
FROM pg_catalog.pg_policy AS p
     JOIN pg_catalog.pg_class AS c ON c.oid = p.polrelid
     LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace

-- view pg_catalog.pg_rules
SELECT n.nspname AS schemaname, c.relname AS tablename, r.rulename,
       pg_get_ruledef(r.oid) AS definition
FROM pg_catalog.pg_rewrite AS r
     JOIN pg_catalog.pg_class AS c ON c.oid = r.ev_class
     LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE r.rulename <> '_RETURN'::name

-- view pg_catalog.pg_views
SELECT n.nspname AS schemaname, c.relname AS viewname, pg_get_userbyid(c.relowner) AS viewowner,
       pg_get_viewdef(c.oid) AS definition
FROM pg_catalog.pg_class AS c
     LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind = 'v'::"char"

-- view pg_catalog.pg_tables
SELECT n.nspname AS schemaname, c.relname AS tablename, pg_get_userbyid(c.relowner) AS tableowner,
       t.spcname AS tablespace, c.relhasindex AS hasindexes, c.relhasrules AS hasrules,
       c.relhastriggers AS hastriggers, c.relrowsecurity AS rowsecurity
FROM pg_catalog.pg_class AS c
     LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
     LEFT JOIN pg_catalog.pg_tablespace AS t ON t.oid = c.reltablespace
WHERE c.relkind IN ('r'::"char", 'p'::"char")

-- view pg_catalog.pg_matviews
SELECT n.nspname AS schemaname, c.relname AS matviewname,
       pg_get_userbyid(c.relowner) AS matviewowner, t.spcname AS tablespace,
       c.relhasindex AS hasindexes, c.relispopulated AS ispopulated,
       pg_get_viewdef(c.oid) AS definition
FROM pg_catalog.pg_class AS c
     LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
     LEFT JOIN pg_catalog.pg_tablespace AS t ON t.oid = c.reltablespace
WHERE c.relkind = 'm'::"char"

-- view pg_catalog.pg_indexes
SELECT n.nspname AS schemaname, c.relname AS tablename, i.relname AS indexname,
       t.spcname AS tablespace, pg_get_indexdef(i.oid) AS indexdef
FROM pg_catalog.pg_index AS x
     JOIN pg_catalog.pg_class AS c ON c.oid = x.indrelid
     JOIN pg_catalog.pg_class AS i ON i.oid = x.indexrelid
     LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
     LEFT JOIN pg_catalog.pg_tablespace AS t ON t.oid = i.reltablespace
WHERE c.relkind IN ('r'::"char", 'm'::"char", 'p'::"char")
      AND i.relkind IN ('i'::"char", 'I'::"char")

-- view pg_catalog.pg_sequences
SELECT n.nspname AS schemaname, c.relname AS sequencename,
       pg_get_userbyid(c.relowner) AS sequenceowner, s.seqtypid::regtype AS data_type,
       s.seqstart AS start_value, s.seqmin AS min_value, s.seqmax AS max_value,
       s.seqincrement AS increment_by, s.seqcycle AS cycle, s.seqcache AS cache_size,
       CASE WHEN has_sequence_privilege(c.oid, 'SELECT,USAGE'::text)
            THEN pg_sequence_last_value(c.oid::regclass) END AS last_value
FROM pg_catalog.pg_sequence AS s
     JOIN pg_catalog.pg_class AS c ON c.oid = s.seqrelid
     LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE NOT pg_is_other_temp_schema(n.oid) AND c.relkind = 'S'::"char"

-- view pg_catalog.pg_stats
SELECT n.nspname AS schemaname, c.relname AS tablename, a.attname, s.stainherit AS inherited,
       s.stanullfrac AS null_frac, s.stawidth AS avg_width, s.stadistinct AS n_distinct,
       CASE 1 WHEN s.stakind1 THEN s.stavalues1 WHEN s.stakind2 THEN s.stavalues2
              WHEN s.stakind3 THEN s.stavalues3 WHEN s.stakind4 THEN s.stavalues4
              WHEN s.stakind5 THEN s.stavalues5 END AS most_common_vals,
       CASE 1 WHEN s.stakind1 THEN s.stanumbers1 WHEN s.stakind2 THEN s.stanumbers2
              WHEN s.stakind3 THEN s.stanumbers3 WHEN s.stakind4 THEN s.stanumbers4
              WHEN s.stakind5 THEN s.stanumbers5 END AS most_common_freqs,
       CASE 2 WHEN s.stakind1 THEN s.stavalues1 WHEN s.stakind2 THEN s.stavalues2
              WHEN s.stakind3 THEN s.stavalues3 WHEN s.stakind4 THEN s.stavalues4
              WHEN s.stakind5 THEN s.stavalues5 END AS histogram_bounds,
       CASE 3 WHEN s.stakind1 THEN s.stanumbers1[1] WHEN s.stakind2 THEN s.stanumbers2[1]
              WHEN s.stakind3 THEN s.stanumbers3[1] WHEN s.stakind4 THEN s.stanumbers4[1]
              WHEN s.stakind5 THEN s.stanumbers5[1] END AS correlation,
       CASE 4 WHEN s.stakind1 THEN s.stavalues1 WHEN s.stakind2 THEN s.stavalues2
              WHEN s.stakind3 THEN s.stavalues3 WHEN s.stakind4 THEN s.stavalues4
              WHEN s.stakind5 THEN s.stavalues5 END AS most_common_elems,
       CASE 4 WHEN s.stakind1 THEN s.stanumbers1 WHEN s.stakind2 THEN s.stanumbers2
              WHEN s.stakind3 THEN s.stanumbers3 WHEN s.stakind4 THEN s.stanumbers4
              WHEN s.stakind5 THEN s.stanumbers5 END AS most_common_elem_freqs,
       CASE 5 WHEN s.stakind1 THEN s.stanumbers1 WHEN s.stakind2 THEN s.stanumbers2
              WHEN s.stakind3 THEN s.stanumbers3 WHEN s.stakind4 THEN s.stanumbers4
              WHEN s.stakind5 THEN s.stanumbers5 END AS elem_count_histogram
FROM pg_catalog.pg_statistic AS s
     JOIN pg_catalog.pg_class AS c ON c.oid = s.starelid
     JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = s.staattnum
     LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE NOT a.attisdropped AND has_table_privilege(c.oid, 'SELECT'::text)

-- view pg_catalog.pg_locks
SELECT l.locktype, l.database, l.relation, l.page, l.tuple, l.virtualxid, l.transactionid,
       l.classid, l.objid, l.objsubid, l.virtualtransaction, l.pid, l.mode, l.granted, l.fastpath,
       l.waitstart
FROM pg_lock_status() AS l

-- view pg_catalog.pg_cursors
SELECT c.name, c.statement, c.is_holdable, c.is_binary, c.is_scrollable, c.creation_time
FROM pg_cursor() AS c

-- view pg_catalog.pg_available_extensions
SELECT e.name, e.default_version, x.extversion AS installed_version, e.comment
FROM pg_available_extensions() AS e
     LEFT JOIN pg_catalog.pg_extension AS x ON x.extname = e.name

-- view pg_catalog.pg_available_extension_versions
SELECT e.name, e.version, x.extname IS NOT NULL AS installed, e.superuser, e.trusted,
       e.relocatable, e.schema, e.requires, e.comment
FROM pg_available_extension_versions() AS e
     LEFT JOIN pg_catalog.pg_extension AS x ON x.extname = e.name AND x.extversion = e.version

-- view pg_catalog.pg_prepared_xacts
SELECT p.transaction, p.gid, p.prepared, u.rolname AS owner, d.datname AS database
FROM pg_prepared_xact() AS p
     LEFT JOIN pg_catalog.pg_authid AS u ON u.oid = p.ownerid
     LEFT JOIN pg_catalog.pg_database AS d ON d.oid = p.dbid

-- view pg_catalog.pg_prepared_statements
SELECT p.name, p.statement, p.prepare_time, p.parameter_types, p.from_sql, p.generic_plans,
       p.custom_plans
FROM pg_prepared_statement() AS p

-- view pg_catalog.pg_settings
SELECT s.name, s.setting, s.unit, s.category, s.short_desc, s.extra_desc, s.context, s.vartype,
       s.source, s.min_val, s.max_val, s.enumvals, s.boot_val, s.reset_val, s.sourcefile,
       s.sourceline, s.pending_restart
FROM pg_show_all_settings() AS s

-- view pg_catalog.pg_file_settings
SELECT s.sourcefile, s.sourceline, s.seqno, s.name, s.setting, s.applied, s.error
FROM pg_show_all_file_settings() AS s

-- view pg_catalog.pg_hba_file_rules
SELECT r.line_number, r.type, r.database, r.user_name, r.address, r.netmask, r.auth_method,
       r.options, r.error
FROM pg_hba_file_rules() AS r

-- view pg_catalog.pg_timezone_abbrevs
SELECT z.abbrev, z.utc_offset, z.is_dst
FROM pg_timezone_abbrevs() AS z

-- view pg_catalog.pg_timezone_names
SELECT z.name, z.abbrev, z.utc_offset, z.is_dst
FROM pg_timezone_names() AS z

-- view pg_catalog.pg_config
SELECT c.name, c.setting
FROM pg_config() AS c

-- view pg_catalog.pg_stat_all_tables
SELECT c.oid AS relid, n.nspname AS schemaname, c.relname,
       pg_stat_get_numscans(c.oid) AS seq_scan,
       pg_stat_get_tuples_returned(c.oid) AS seq_tup_read,
       (SELECT sum(pg_stat_get_numscans(i.indexrelid))::bigint
        FROM pg_catalog.pg_index AS i WHERE i.indrelid = c.oid) AS idx_scan,
       (SELECT sum(pg_stat_get_tuples_fetched(i.indexrelid))::bigint
        FROM pg_catalog.pg_index AS i WHERE i.indrelid = c.oid)
         + pg_stat_get_tuples_fetched(c.oid) AS idx_tup_fetch,
       pg_stat_get_tuples_inserted(c.oid) AS n_tup_ins,
       pg_stat_get_tuples_updated(c.oid) AS n_tup_upd,
       pg_stat_get_tuples_deleted(c.oid) AS n_tup_del,
       pg_stat_get_tuples_hot_updated(c.oid) AS n_tup_hot_upd,
       pg_stat_get_live_tuples(c.oid) AS n_live_tup,
       pg_stat_get_dead_tuples(c.oid) AS n_dead_tup,
       pg_stat_get_mod_since_analyze(c.oid) AS n_mod_since_analyze,
       pg_stat_get_ins_since_vacuum(c.oid) AS n_ins_since_vacuum,
       pg_stat_get_last_vacuum_time(c.oid) AS last_vacuum,
       pg_stat_get_last_autovacuum_time(c.oid) AS last_autovacuum,
       pg_stat_get_last_analyze_time(c.oid) AS last_analyze,
       pg_stat_get_last_autoanalyze_time(c.oid) AS last_autoanalyze,
       pg_stat_get_vacuum_count(c.oid) AS vacuum_count,
       pg_stat_get_autovacuum_count(c.oid) AS autovacuum_count,
       pg_stat_get_analyze_count(c.oid) AS analyze_count,
       pg_stat_get_autoanalyze_count(c.oid) AS autoanalyze_count
FROM pg_catalog.pg_class AS c
     LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r'::"char", 't'::"char", 'm'::"char", 'p'::"char")

-- view pg_catalog.pg_stat_sys_tables
SELECT * FROM pg_catalog.pg_stat_all_tables AS s
WHERE s.schemaname IN ('pg_catalog'::name, 'information_schema'::name)
      OR s.schemaname::text LIKE 'pg\_toast%'

-- view pg_catalog.pg_stat_user_tables
SELECT * FROM pg_catalog.pg_stat_all_tables AS s
WHERE s.schemaname NOT IN ('pg_catalog'::name, 'information_schema'::name)
      AND s.schemaname::text NOT LIKE 'pg\_toast%'

-- view pg_catalog.pg_statio_all_tables
SELECT c.oid AS relid, n.nspname AS schemaname, c.relname,
       pg_stat_get_blocks_fetched(c.oid) - pg_stat_get_blocks_hit(c.oid) AS heap_blks_read,
       pg_stat_get_blocks_hit(c.oid) AS heap_blks_hit,
       (SELECT sum(pg_stat_get_blocks_fetched(i.indexrelid)
                   - pg_stat_get_blocks_hit(i.indexrelid))::bigint
        FROM pg_catalog.pg_index AS i WHERE i.indrelid = c.oid) AS idx_blks_read,
       (SELECT sum(pg_stat_get_blocks_hit(i.indexrelid))::bigint
        FROM pg_catalog.pg_index AS i WHERE i.indrelid = c.oid) AS idx_blks_hit,
       pg_stat_get_blocks_fetched(t.oid) - pg_stat_get_blocks_hit(t.oid) AS toast_blks_read,
       pg_stat_get_blocks_hit(t.oid) AS toast_blks_hit,
       (SELECT sum(pg_stat_get_blocks_fetched(i.indexrelid)
                   - pg_stat_get_blocks_hit(i.indexrelid))::bigint
        FROM pg_catalog.pg_index AS i WHERE i.indrelid = t.oid) AS tidx_blks_read,
       (SELECT sum(pg_stat_get_blocks_hit(i.indexrelid))::bigint
        FROM pg_catalog.pg_index AS i WHERE i.indrelid = t.oid) AS tidx_blks_hit
FROM pg_catalog.pg_class AS c
     LEFT JOIN pg_catalog.pg_class AS t ON t.oid = c.reltoastrelid
     LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r'::"char", 't'::"char", 'm'::"char")

-- view pg_catalog.pg_statio_user_tables
SELECT * FROM pg_catalog.pg_statio_all_tables AS s
WHERE s.schemaname NOT IN ('pg_catalog'::name, 'information_schema'::name)
      AND s.schemaname::text NOT LIKE 'pg\_toast%'

-- view pg_catalog.pg_stat_all_indexes
SELECT c.oid AS relid, i.oid AS indexrelid, n.nspname AS schemaname, c.relname,
       i.relname AS indexrelname, pg_stat_get_numscans(i.oid) AS idx_scan,
       pg_stat_get_tuples_returned(i.oid) AS idx_tup_read,
       pg_stat_get_tuples_fetched(i.oid) AS idx_tup_fetch
FROM pg_catalog.pg_class AS c
     JOIN pg_catalog.pg_index AS x ON x.indrelid = c.oid
     JOIN pg_catalog.pg_class AS i ON i.oid = x.indexrelid
     LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r'::"char", 't'::"char", 'm'::"char")

-- view pg_catalog.pg_stat_sys_indexes
SELECT * FROM pg_catalog.pg_stat_all_indexes AS s
WHERE s.schemaname IN ('pg_catalog'::name, 'information_schema'::name)
      OR s.schemaname::text LIKE 'pg\_toast%'

-- view pg_catalog.pg_stat_user_indexes
SELECT * FROM pg_catalog.pg_stat_all_indexes AS s
WHERE s.schemaname NOT IN ('pg_catalog'::name, 'information_schema'::name)
      AND s.schemaname::text NOT LIKE 'pg\_toast%'

-- view pg_catalog.pg_stat_activity
SELECT s.datid, d.datname, s.pid, s.leader_pid, s.usesysid, u.rolname AS usename,
       s.application_name, s.client_addr, s.client_hostname, s.client_port, s.backend_start,
       s.xact_start, s.query_start, s.state_change, s.wait_event_type, s.wait_event, s.state,
       s.backend_xid, s.backend_xmin, s.query_id, s.query, s.backend_type
FROM pg_stat_get_activity(NULL::integer) AS s
     LEFT JOIN pg_catalog.pg_database AS d ON d.oid = s.datid
     LEFT JOIN pg_catalog.pg_authid AS u ON u.oid = s.usesysid

-- view pg_catalog.pg_stat_replication
SELECT s.pid, s.usesysid, u.rolname AS usename, s.application_name, s.client_addr,
       s.client_hostname, s.client_port, s.backend_start, s.backend_xmin, w.state, w.sent_lsn,
       w.write_lsn, w.flush_lsn, w.replay_lsn, w.write_lag, w.flush_lag, w.replay_lag,
       w.sync_priority, w.sync_state, w.reply_time
FROM pg_stat_get_activity(NULL::integer) AS s
     JOIN pg_stat_get_wal_senders() AS w ON w.pid = s.pid
     LEFT JOIN pg_catalog.pg_authid AS u ON u.oid = s.usesysid

-- view pg_catalog.pg_stat_ssl
SELECT s.pid, s.ssl, s.sslversion AS version, s.sslcipher AS cipher, s.sslbits AS bits,
       s.ssl_client_dn AS client_dn, s.ssl_client_serial AS client_serial,
       s.ssl_issuer_dn AS issuer_dn
FROM pg_stat_get_activity(NULL::integer) AS s
WHERE s.client_port IS NOT NULL

-- view pg_catalog.pg_stat_gssapi
SELECT s.pid, s.gss_auth AS gss_authenticated, s.gss_princ AS principal, s.gss_enc AS encrypted
FROM pg_stat_get_activity(NULL::integer) AS s
WHERE s.client_port IS NOT NULL

-- view pg_catalog.pg_replication_slots
SELECT s.slot_name, s.plugin, s.slot_type, s.datoid, d.datname AS database, s.temporary, s.active,
       s.active_pid, s.xmin, s.catalog_xmin, s.restart_lsn, s.confirmed_flush_lsn, s.wal_status,
       s.safe_wal_size, s.two_phase
FROM pg_get_replication_slots() AS s
     LEFT JOIN pg_catalog.pg_database AS d ON d.oid = s.datoid

-- view pg_catalog.pg_stat_database
SELECT d.oid AS datid, d.datname,
       CASE WHEN d.oid = 0 THEN 0 ELSE pg_stat_get_db_numbackends(d.oid) END AS numbackends,
       pg_stat_get_db_xact_commit(d.oid) AS xact_commit,
       pg_stat_get_db_xact_rollback(d.oid) AS xact_rollback,
       pg_stat_get_db_blocks_fetched(d.oid) - pg_stat_get_db_blocks_hit(d.oid) AS blks_read,
       pg_stat_get_db_blocks_hit(d.oid) AS blks_hit,
       pg_stat_get_db_tuples_returned(d.oid) AS tup_returned,
       pg_stat_get_db_tuples_fetched(d.oid) AS tup_fetched,
       pg_stat_get_db_tuples_inserted(d.oid) AS tup_inserted,
       pg_stat_get_db_tuples_updated(d.oid) AS tup_updated,
       pg_stat_get_db_tuples_deleted(d.oid) AS tup_deleted,
       pg_stat_get_db_conflict_all(d.oid) AS conflicts,
       pg_stat_get_db_temp_files(d.oid) AS temp_files,
       pg_stat_get_db_temp_bytes(d.oid) AS temp_bytes,
       pg_stat_get_db_deadlocks(d.oid) AS deadlocks,
       pg_stat_get_db_checksum_failures(d.oid) AS checksum_failures,
       pg_stat_get_db_checksum_last_failure(d.oid) AS checksum_last_failure,
       pg_stat_get_db_blk_read_time(d.oid) AS blk_read_time,
       pg_stat_get_db_blk_write_time(d.oid) AS blk_write_time,
       pg_stat_get_db_session_time(d.oid) AS session_time,
       pg_stat_get_db_active_time(d.oid) AS active_time,
       pg_stat_get_db_idle_in_transaction_time(d.oid) AS idle_in_transaction_time,
       pg_stat_get_db_sessions(d.oid) AS sessions,
       pg_stat_get_db_sessions_abandoned(d.oid) AS sessions_abandoned,
       pg_stat_get_db_sessions_fatal(d.oid) AS sessions_fatal,
       pg_stat_get_db_sessions_killed(d.oid) AS sessions_killed,
       pg_stat_get_db_stat_reset_time(d.oid) AS stats_reset
FROM (SELECT 0::oid AS oid, NULL::name AS datname
      UNION ALL
      SELECT b.oid, b.datname FROM pg_catalog.pg_database AS b) AS d

-- view pg_catalog.pg_stat_archiver
SELECT s.archived_count, s.last_archived_wal, s.last_archived_time, s.failed_count,
       s.last_failed_wal, s.last_failed_time, s.stats_reset
FROM pg_stat_get_archiver() AS s

-- view pg_catalog.pg_stat_bgwriter
SELECT pg_stat_get_bgwriter_timed_checkpoints() AS checkpoints_timed,
       pg_stat_get_bgwriter_requested_checkpoints() AS checkpoints_req,
       pg_stat_get_checkpoint_write_time() AS checkpoint_write_time,
       pg_stat_get_checkpoint_sync_time() AS checkpoint_sync_time,
       pg_stat_get_bgwriter_buf_written_checkpoints() AS buffers_checkpoint,
       pg_stat_get_bgwriter_buf_written_clean() AS buffers_clean,
       pg_stat_get_bgwriter_maxwritten_clean() AS maxwritten_clean,
       pg_stat_get_buf_written_backend() AS buffers_backend,
       pg_stat_get_buf_fsync_backend() AS buffers_backend_fsync,
       pg_stat_get_buf_alloc() AS buffers_alloc,
       pg_stat_get_bgwriter_stat_reset_time() AS stats_reset

-- view pg_catalog.pg_stat_wal
SELECT w.wal_records, w.wal_fpi, w.wal_bytes, w.wal_buffers_full, w.wal_write, w.wal_sync,
       w.wal_write_time, w.wal_sync_time, w.stats_reset
FROM pg_stat_get_wal() AS w

-- view information_schema.information_schema_catalog_name
SELECT current_database()

-- view information_schema.enabled_roles
SELECT r.rolname FROM pg_catalog.pg_authid AS r WHERE pg_has_role(r.oid, 'USAGE'::text)

-- view information_schema.applicable_roles
SELECT a.rolname, b.rolname, CASE WHEN m.admin_option THEN 'YES' ELSE 'NO' END
FROM (SELECT x.member, x.roleid, x.admin_option FROM pg_catalog.pg_auth_members AS x
      UNION
      SELECT d.datdba, p.oid, false
      FROM pg_catalog.pg_database AS d, pg_catalog.pg_authid AS p
      WHERE d.datname = current_database() AND p.rolname = 'pg_database_owner'::name) AS m
     JOIN pg_catalog.pg_authid AS a ON a.oid = m.member
     JOIN pg_catalog.pg_authid AS b ON b.oid = m.roleid
WHERE pg_has_role(a.oid, 'USAGE'::text)

-- view information_schema.administrable_role_authorizations
SELECT r.grantee, r.role_name, r.is_grantable
FROM information_schema.applicable_roles AS r
WHERE r.is_grantable = 'YES'

-- view information_schema.character_sets
SELECT NULL::name, NULL::name, getdatabaseencoding()::name,
       CASE WHEN getdatabaseencoding() = 'UTF8'::name THEN 'UCS'::name
            ELSE getdatabaseencoding()::name END,
       getdatabaseencoding()::name, current_database(), nc.nspname, c.collname
FROM pg_catalog.pg_database AS d
     LEFT JOIN (pg_catalog.pg_collation AS c
                JOIN pg_catalog.pg_namespace AS nc ON nc.oid = c.collnamespace)
            ON d.datcollate = c.collcollate AND d.datctype = c.collctype
WHERE d.datname = current_database()
ORDER BY char_length(c.collname::text) DESC, c.collname
LIMIT 1

-- view information_schema.schemata
SELECT current_database(), n.nspname, u.rolname, NULL::name, NULL::name, NULL::name, NULL::text
FROM pg_catalog.pg_namespace AS n
     JOIN pg_catalog.pg_authid AS u ON u.oid = n.nspowner
WHERE pg_has_role(n.nspowner, 'USAGE'::text)
      OR has_schema_privilege(n.oid, 'CREATE, USAGE'::text)

-- view information_schema.tables
SELECT current_database(), n.nspname, c.relname,
       CASE WHEN n.oid = pg_my_temp_schema() THEN 'LOCAL TEMPORARY'
            WHEN c.relkind IN ('r'::"char", 'p'::"char") THEN 'BASE TABLE'
            WHEN c.relkind = 'v'::"char" THEN 'VIEW'
            WHEN c.relkind = 'f'::"char" THEN 'FOREIGN' END,
       NULL::name, NULL::text,
       CASE WHEN t.typname IS NOT NULL THEN current_database() END, nt.nspname, t.typname,
       CASE WHEN c.relkind IN ('r'::"char", 'p'::"char") THEN 'YES' ELSE 'NO' END,
       CASE WHEN t.typname IS NOT NULL THEN 'YES' ELSE 'NO' END, NULL::text
FROM pg_catalog.pg_namespace AS n
     JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid
     LEFT JOIN (pg_catalog.pg_type AS t
                JOIN pg_catalog.pg_namespace AS nt ON nt.oid = t.typnamespace)
            ON t.oid = c.reloftype
WHERE c.relkind IN ('r'::"char", 'v'::"char", 'f'::"char", 'p'::"char")
      AND NOT pg_is_other_temp_schema(n.oid)
      AND (pg_has_role(c.relowner, 'USAGE'::text)
           OR has_table_privilege(
                c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER'::text))

-- view information_schema.columns
SELECT current_database(), x.nspname, x.relname, x.attname, x.attnum::integer,
       CASE WHEN x.attgenerated = ''::"char" THEN x.expression END,
       CASE WHEN x.attnotnull OR x.typtype = 'd'::"char" AND x.typnotnull THEN 'NO'
            ELSE 'YES' END,
       CASE WHEN x.isarray THEN 'ARRAY'
            WHEN x.baseschema = 'pg_catalog'::name THEN format_type(x.typid, NULL::integer)
            ELSE 'USER-DEFINED' END,
       CASE WHEN x.typmod = -1 THEN NULL::integer
            WHEN x.typid IN (1042::oid, 1043::oid) THEN x.typmod - 4
            WHEN x.typid IN (1560::oid, 1562::oid) THEN x.typmod END,
       CASE WHEN x.typid IN (25::oid, 1042::oid, 1043::oid)
            THEN CASE WHEN x.typmod = -1 THEN 1073741824
                      WHEN x.typid = 25::oid THEN NULL::integer
                      ELSE (x.typmod - 4) * 4 END END,
       CASE x.typid WHEN 21::oid THEN 16 WHEN 23::oid THEN 32 WHEN 20::oid THEN 64
            WHEN 700::oid THEN 24 WHEN 701::oid THEN 53
            WHEN 1700::oid THEN CASE WHEN x.typmod <> -1 THEN (x.typmod - 4 >> 16) & 65535 END END,
       CASE WHEN x.typid IN (20::oid, 21::oid, 23::oid, 700::oid, 701::oid) THEN 2
            WHEN x.typid = 1700::oid THEN 10 END,
       CASE WHEN x.typid IN (20::oid, 21::oid, 23::oid) THEN 0
            WHEN x.typid = 1700::oid AND x.typmod <> -1 THEN (x.typmod - 4) & 65535 END,
       CASE WHEN x.typid = 1082::oid THEN 0
            WHEN x.typid IN (1083::oid, 1114::oid, 1184::oid, 1266::oid)
            THEN CASE WHEN x.typmod < 0 THEN 6 ELSE x.typmod END
            WHEN x.typid = 1186::oid
            THEN CASE WHEN x.typmod < 0 OR (x.typmod & 65535) = 65535 THEN 6
                      ELSE x.typmod & 65535 END END,
       NULL::text, NULL::integer, NULL::name, NULL::name, NULL::name,
       CASE WHEN x.collname IS NOT NULL THEN current_database() END, x.collschema, x.collname,
       CASE WHEN x.typtype = 'd'::"char" THEN current_database() END,
       CASE WHEN x.typtype = 'd'::"char" THEN x.typschema END,
       CASE WHEN x.typtype = 'd'::"char" THEN x.typname END,
       current_database(), x.baseschema, x.basename, NULL::name, NULL::name, NULL::name,
       NULL::integer, x.attnum::text, 'NO',
       CASE WHEN x.attidentity IN ('a'::"char", 'd'::"char") THEN 'YES' ELSE 'NO' END,
       CASE x.attidentity WHEN 'a'::"char" THEN 'ALWAYS' WHEN 'd'::"char" THEN 'BY DEFAULT' END,
       x.seqstart::text, x.seqincrement::text, x.seqmax::text, x.seqmin::text,
       CASE WHEN x.seqcycle THEN 'YES' ELSE 'NO' END,
       CASE WHEN x.attgenerated = ''::"char" THEN 'NEVER' ELSE 'ALWAYS' END,
       CASE WHEN x.attgenerated <> ''::"char" THEN x.expression END,
       CASE WHEN x.relkind IN ('r'::"char", 'p'::"char") THEN 'YES' ELSE 'NO' END
FROM (SELECT n.nspname, c.relname, c.relkind, a.attname, a.attnum, a.attgenerated, a.attnotnull,
             a.attidentity, t.typtype, t.typnotnull, t.typname, nt.nspname AS typschema,
             COALESCE(nb.nspname, nt.nspname) AS baseschema,
             COALESCE(b.typname, t.typname) AS basename,
             CASE WHEN t.typtype = 'd'::"char" THEN t.typbasetype ELSE a.atttypid END AS typid,
             CASE WHEN t.typtype = 'd'::"char" THEN t.typtypmod ELSE a.atttypmod END AS typmod,
             CASE WHEN t.typtype = 'd'::"char" THEN b.typelem <> 0::oid AND b.typlen = -1
                  ELSE t.typelem <> 0::oid AND t.typlen = -1 END AS isarray,
             pg_get_expr(d.adbin, d.adrelid) AS expression,
             co.collname, nco.nspname AS collschema,
             s.seqstart, s.seqincrement, s.seqmax, s.seqmin, s.seqcycle
      FROM pg_catalog.pg_attribute AS a
           JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
           JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
           JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
           JOIN pg_catalog.pg_namespace AS nt ON nt.oid = t.typnamespace
           LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
           LEFT JOIN (pg_catalog.pg_type AS b
                      JOIN pg_catalog.pg_namespace AS nb ON nb.oid = b.typnamespace)
                  ON t.typtype = 'd'::"char" AND b.oid = t.typbasetype
           LEFT JOIN (pg_catalog.pg_collation AS co
                      JOIN pg_catalog.pg_namespace AS nco ON nco.oid = co.collnamespace)
                  ON co.oid = a.attcollation
                     AND (nco.nspname <> 'pg_catalog'::name OR co.collname <> 'default'::name)
           LEFT JOIN (pg_catalog.pg_depend AS p
                      JOIN pg_catalog.pg_sequence AS s ON s.seqrelid = p.objid)
                  ON p.classid = 1259::oid AND p.deptype = 'i'::"char"
                     AND p.refclassid = 1259::oid AND p.refobjid = c.oid
                     AND p.refobjsubid = a.attnum
      WHERE a.attnum > 0 AND NOT a.attisdropped
            AND c.relkind IN ('r'::"char", 'v'::"char", 'f'::"char", 'p'::"char")
            AND NOT pg_is_other_temp_schema(n.oid)
            AND (pg_has_role(c.relowner, 'USAGE'::text)
                 OR has_table_privilege(c.oid, 'SELECT, INSERT, UPDATE, REFERENCES'::text))) AS x

-- view information_schema.table_constraints
SELECT current_database(), nc.nspname, c.conname, current_database(), nr.nspname, r.relname,
       CASE c.contype WHEN 'c'::"char" THEN 'CHECK' WHEN 'f'::"char" THEN 'FOREIGN KEY'
            WHEN 'p'::"char" THEN 'PRIMARY KEY' WHEN 'u'::"char" THEN 'UNIQUE' END,
       CASE WHEN c.condeferrable THEN 'YES' ELSE 'NO' END,
       CASE WHEN c.condeferred THEN 'YES' ELSE 'NO' END, 'YES',
       CASE WHEN c.contype = 'u'::"char"
            THEN (SELECT CASE WHEN i.indnullsnotdistinct THEN 'NO' ELSE 'YES' END
                  FROM pg_catalog.pg_index AS i WHERE i.indexrelid = c.conindid) END
FROM pg_catalog.pg_constraint AS c
     JOIN pg_catalog.pg_namespace AS nc ON nc.oid = c.connamespace
     JOIN pg_catalog.pg_class AS r ON r.oid = c.conrelid
     JOIN pg_catalog.pg_namespace AS nr ON nr.oid = r.relnamespace
WHERE c.contype NOT IN ('t'::"char", 'x'::"char") AND r.relkind IN ('r'::"char", 'p'::"char")
      AND NOT pg_is_other_temp_schema(nr.oid)
      AND (pg_has_role(r.relowner, 'USAGE'::text)
           OR has_table_privilege(
                r.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER'::text))
UNION ALL
SELECT current_database(), nr.nspname,
       (nr.oid::text || '_' || r.oid::text || '_' || a.attnum::text || '_not_null')::name,
       current_database(), nr.nspname, r.relname, 'CHECK', 'NO', 'NO', 'YES', NULL::text
FROM pg_catalog.pg_attribute AS a
     JOIN pg_catalog.pg_class AS r ON r.oid = a.attrelid
     JOIN pg_catalog.pg_namespace AS nr ON nr.oid = r.relnamespace
WHERE a.attnotnull AND a.attnum > 0 AND NOT a.attisdropped
      AND r.relkind IN ('r'::"char", 'p'::"char") AND NOT pg_is_other_temp_schema(nr.oid)
      AND (pg_has_role(r.relowner, 'USAGE'::text)
           OR has_table_privilege(
                r.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER'::text))

-- view information_schema.key_column_usage
SELECT current_database(), k.conschema, k.conname, current_database(), k.nspname, k.relname,
       a.attname, k.position,
       CASE WHEN k.contype = 'f'::"char"
            THEN (SELECT o.position
                  FROM (SELECT i.indkey[g.n - 1] AS number, g.n AS position
                        FROM pg_catalog.pg_index AS i,
                             generate_series(1, i.indnkeyatts::integer) AS g (n)
                        WHERE i.indexrelid = k.conindid) AS o
                  WHERE o.number = k.confkey[k.position]) END
FROM (SELECT nc.nspname AS conschema, c.conname, c.contype, c.conindid, c.confkey, c.conkey,
             nr.nspname, r.relname, r.oid AS relid, r.relowner, g.n AS position
      FROM pg_catalog.pg_constraint AS c
           JOIN pg_catalog.pg_namespace AS nc ON nc.oid = c.connamespace
           JOIN pg_catalog.pg_class AS r ON r.oid = c.conrelid
           JOIN pg_catalog.pg_namespace AS nr ON nr.oid = r.relnamespace,
           generate_series(1, array_upper(c.conkey, 1)) AS g (n)
      WHERE c.contype IN ('p'::"char", 'u'::"char", 'f'::"char")
            AND r.relkind IN ('r'::"char", 'p'::"char")
            AND NOT pg_is_other_temp_schema(nr.oid)) AS k
     JOIN pg_catalog.pg_attribute AS a ON a.attrelid = k.relid AND a.attnum = k.conkey[k.position]
WHERE NOT a.attisdropped
      AND (pg_has_role(k.relowner, 'USAGE'::text)
           OR has_table_privilege(k.relid, 'SELECT, INSERT, UPDATE, REFERENCES'::text))

-- view information_schema.referential_constraints
SELECT current_database(), n.nspname, c.conname,
       CASE WHEN u.conname IS NOT NULL THEN current_database() END, nu.nspname, u.conname,
       CASE c.confmatchtype WHEN 'f'::"char" THEN 'FULL' WHEN 'p'::"char" THEN 'PARTIAL'
            WHEN 's'::"char" THEN 'NONE' END,
       CASE c.confupdtype WHEN 'c'::"char" THEN 'CASCADE' WHEN 'n'::"char" THEN 'SET NULL'
            WHEN 'd'::"char" THEN 'SET DEFAULT' WHEN 'r'::"char" THEN 'RESTRICT'
            WHEN 'a'::"char" THEN 'NO ACTION' END,
       CASE c.confdeltype WHEN 'c'::"char" THEN 'CASCADE' WHEN 'n'::"char" THEN 'SET NULL'
            WHEN 'd'::"char" THEN 'SET DEFAULT' WHEN 'r'::"char" THEN 'RESTRICT'
            WHEN 'a'::"char" THEN 'NO ACTION' END
FROM pg_catalog.pg_constraint AS c
     JOIN pg_catalog.pg_namespace AS n ON n.oid = c.connamespace
     JOIN pg_catalog.pg_class AS r ON r.oid = c.conrelid
     LEFT JOIN (pg_catalog.pg_constraint AS u
                JOIN pg_catalog.pg_namespace AS nu ON nu.oid = u.connamespace)
            ON u.conindid = c.conindid AND u.contype IN ('p'::"char", 'u'::"char")
               AND u.conrelid = c.confrelid
WHERE c.contype = 'f'::"char"
      AND (pg_has_role(r.relowner, 'USAGE'::text)
           OR has_table_privilege(
                r.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER'::text))

-- view information_schema.constraint_column_usage
SELECT current_database(), x.nspname, x.relname, x.attname, current_database(), x.conschema,
       x.conname
FROM (SELECT DISTINCT nr.nspname, r.relname, r.relowner, a.attname, nc.nspname AS conschema,
             c.conname
      FROM pg_catalog.pg_constraint AS c
           JOIN pg_catalog.pg_namespace AS nc ON nc.oid = c.connamespace
           JOIN pg_catalog.pg_depend AS d ON d.classid = 2606::oid AND d.objid = c.oid
           JOIN pg_catalog.pg_class AS r ON d.refclassid = 1259::oid AND r.oid = d.refobjid
           JOIN pg_catalog.pg_namespace AS nr ON nr.oid = r.relnamespace
           JOIN pg_catalog.pg_attribute AS a ON a.attrelid = r.oid AND a.attnum = d.refobjsubid
      WHERE c.contype = 'c'::"char" AND r.relkind IN ('r'::"char", 'p'::"char")
            AND NOT a.attisdropped
      UNION ALL
      SELECT nr.nspname, r.relname, r.relowner, a.attname, nc.nspname, c.conname
      FROM pg_catalog.pg_constraint AS c
           JOIN pg_catalog.pg_namespace AS nc ON nc.oid = c.connamespace
           JOIN pg_catalog.pg_class AS r
             ON r.oid = CASE c.contype WHEN 'f'::"char" THEN c.confrelid ELSE c.conrelid END
           JOIN pg_catalog.pg_namespace AS nr ON nr.oid = r.relnamespace
           JOIN pg_catalog.pg_attribute AS a
             ON a.attrelid = r.oid
                AND a.attnum
                    = ANY (CASE c.contype WHEN 'f'::"char" THEN c.confkey ELSE c.conkey END)
      WHERE c.contype IN ('p'::"char", 'u'::"char", 'f'::"char")
            AND r.relkind IN ('r'::"char", 'p'::"char") AND NOT a.attisdropped) AS x
WHERE pg_has_role(x.relowner, 'USAGE'::text)

-- view information_schema.constraint_table_usage
SELECT current_database(), nr.nspname, r.relname, current_database(), nc.nspname, c.conname
FROM pg_catalog.pg_constraint AS c
     JOIN pg_catalog.pg_namespace AS nc ON nc.oid = c.connamespace
     JOIN pg_catalog.pg_class AS r
       ON c.contype = 'f'::"char" AND r.oid = c.confrelid
          OR c.contype IN ('p'::"char", 'u'::"char") AND r.oid = c.conrelid
     JOIN pg_catalog.pg_namespace AS nr ON nr.oid = r.relnamespace
WHERE r.relkind IN ('r'::"char", 'p'::"char") AND pg_has_role(r.relowner, 'USAGE'::text)

-- view information_schema.check_constraints
SELECT current_database(), n.nspname, c.conname,
       substring(pg_get_constraintdef(c.oid), 7)
FROM pg_catalog.pg_constraint AS c
     LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = c.connamespace
     LEFT JOIN pg_catalog.pg_class AS r ON r.oid = c.conrelid
     LEFT JOIN pg_catalog.pg_type AS t ON t.oid = c.contypid
WHERE c.contype = 'c'::"char"
      AND pg_has_role(COALESCE(r.relowner, t.typowner), 'USAGE'::text)
UNION
SELECT current_database(), n.nspname,
       (n.oid::text || '_' || r.oid::text || '_' || a.attnum::text || '_not_null')::name,
       a.attname::text || ' IS NOT NULL'
FROM pg_catalog.pg_attribute AS a
     JOIN pg_catalog.pg_class AS r ON r.oid = a.attrelid
     JOIN pg_catalog.pg_namespace AS n ON n.oid = r.relnamespace
WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attnotnull
      AND r.relkind IN ('r'::"char", 'p'::"char") AND pg_has_role(r.relowner, 'USAGE'::text)

-- view information_schema.collations
SELECT current_database(), n.nspname, c.collname, 'NO PAD'
FROM pg_catalog.pg_collation AS c
     JOIN pg_catalog.pg_namespace AS n ON n.oid = c.collnamespace
WHERE c.collencoding IN (-1, 6)

-- view information_schema.domain_constraints
SELECT current_database(), nc.nspname, c.conname, current_database(), n.nspname, t.typname,
       CASE WHEN c.condeferrable THEN 'YES' ELSE 'NO' END,
       CASE WHEN c.condeferred THEN 'YES' ELSE 'NO' END
FROM pg_catalog.pg_constraint AS c
     JOIN pg_catalog.pg_namespace AS nc ON nc.oid = c.connamespace
     JOIN pg_catalog.pg_type AS t ON t.oid = c.contypid
     JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
WHERE pg_has_role(t.typowner, 'USAGE'::text) OR has_type_privilege(t.oid, 'USAGE'::text)

-- view information_schema.domains
SELECT current_database(), n.nspname, t.typname,
       CASE WHEN b.typelem <> 0::oid AND b.typlen = -1 THEN 'ARRAY'
            WHEN nb.nspname = 'pg_catalog'::name THEN format_type(t.typbasetype, NULL::integer)
            ELSE 'USER-DEFINED' END,
       CASE WHEN t.typtypmod = -1 THEN NULL::integer
            WHEN t.typbasetype IN (1042::oid, 1043::oid) THEN t.typtypmod - 4
            WHEN t.typbasetype IN (1560::oid, 1562::oid) THEN t.typtypmod END,
       CASE WHEN t.typbasetype IN (25::oid, 1042::oid, 1043::oid)
            THEN CASE WHEN t.typtypmod = -1 THEN 1073741824
                      WHEN t.typbasetype = 25::oid THEN NULL::integer
                      ELSE (t.typtypmod - 4) * 4 END END,
       NULL::name, NULL::name, NULL::name,
       CASE WHEN co.collname IS NOT NULL THEN current_database() END, nco.nspname, co.collname,
       CASE t.typbasetype WHEN 21::oid THEN 16 WHEN 23::oid THEN 32 WHEN 20::oid THEN 64
            WHEN 700::oid THEN 24 WHEN 701::oid THEN 53
            WHEN 1700::oid
            THEN CASE WHEN t.typtypmod <> -1 THEN (t.typtypmod - 4 >> 16) & 65535 END END,
       CASE WHEN t.typbasetype IN (20::oid, 21::oid, 23::oid, 700::oid, 701::oid) THEN 2
            WHEN t.typbasetype = 1700::oid THEN 10 END,
       CASE WHEN t.typbasetype IN (20::oid, 21::oid, 23::oid) THEN 0
            WHEN t.typbasetype = 1700::oid AND t.typtypmod <> -1
            THEN (t.typtypmod - 4) & 65535 END,
       CASE WHEN t.typbasetype = 1082::oid THEN 0
            WHEN t.typbasetype IN (1083::oid, 1114::oid, 1184::oid, 1266::oid)
            THEN CASE WHEN t.typtypmod < 0 THEN 6 ELSE t.typtypmod END
            WHEN t.typbasetype = 1186::oid
            THEN CASE WHEN t.typtypmod < 0 OR (t.typtypmod & 65535) = 65535 THEN 6
                      ELSE t.typtypmod & 65535 END END,
       NULL::text, NULL::integer, t.typdefault, current_database(), nb.nspname, b.typname,
       NULL::name, NULL::name, NULL::name, NULL::integer, 1::text
FROM pg_catalog.pg_type AS t
     JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
     JOIN pg_catalog.pg_type AS b ON b.oid = t.typbasetype
     JOIN pg_catalog.pg_namespace AS nb ON nb.oid = b.typnamespace
     LEFT JOIN (pg_catalog.pg_collation AS co
                JOIN pg_catalog.pg_namespace AS nco ON nco.oid = co.collnamespace)
            ON co.oid = t.typcollation
               AND (nco.nspname <> 'pg_catalog'::name OR co.collname <> 'default'::name)
WHERE t.typtype = 'd'::"char"
      AND (pg_has_role(t.typowner, 'USAGE'::text) OR has_type_privilege(t.oid, 'USAGE'::text))

-- view information_schema.routines
SELECT current_database(), n.nspname, (p.proname::text || '_' || p.oid::text)::name,
       current_database(), n.nspname, p.proname,
       CASE p.prokind WHEN 'f'::"char" THEN 'FUNCTION' WHEN 'p'::"char" THEN 'PROCEDURE' END,
       NULL::name, NULL::name, NULL::name, NULL::name, NULL::name, NULL::name,
       CASE WHEN p.prokind = 'p'::"char" THEN NULL::text
            WHEN t.typelem <> 0::oid AND t.typlen = -1 THEN 'ARRAY'
            WHEN nt.nspname = 'pg_catalog'::name THEN format_type(t.oid, NULL::integer)
            ELSE 'USER-DEFINED' END,
       NULL::integer, NULL::integer, NULL::name, NULL::name, NULL::name, NULL::name, NULL::name,
       NULL::name, NULL::integer, NULL::integer, NULL::integer, NULL::integer, NULL::text,
       NULL::integer,
       CASE WHEN nt.nspname IS NOT NULL THEN current_database() END, nt.nspname, t.typname,
       NULL::name, NULL::name, NULL::name, NULL::integer,
       CASE WHEN p.prokind <> 'p'::"char" THEN 0::text END,
       CASE WHEN l.lanname = 'sql'::name THEN 'SQL' ELSE 'EXTERNAL' END,
       CASE WHEN pg_has_role(p.proowner, 'USAGE'::text) THEN p.prosrc END,
       CASE WHEN l.lanname = 'c'::name THEN p.prosrc END,
       upper(l.lanname::text), 'GENERAL',
       CASE WHEN p.provolatile = 'i'::"char" THEN 'YES' ELSE 'NO' END, 'MODIFIES',
       CASE WHEN p.prokind <> 'p'::"char"
            THEN CASE WHEN p.proisstrict THEN 'YES' ELSE 'NO' END END,
       NULL::text, 'YES', 0,
       NULL::text, NULL::text,
       CASE WHEN p.prosecdef THEN 'DEFINER' ELSE 'INVOKER' END, NULL::name, NULL::name,
       NULL::name, 'NO', NULL::timestamptz, NULL::timestamptz, NULL::text, 'NO', NULL::text,
       NULL::text, NULL::integer, NULL::integer, NULL::name, NULL::name, NULL::name,
       NULL::name, NULL::name, NULL::name, NULL::integer, NULL::integer, NULL::integer,
       NULL::integer, NULL::text, NULL::integer, NULL::name, NULL::name, NULL::name, NULL::name,
       NULL::name, NULL::name, NULL::integer, NULL::name
FROM pg_catalog.pg_proc AS p
     JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
     JOIN pg_catalog.pg_language AS l ON l.oid = p.prolang
     LEFT JOIN (pg_catalog.pg_type AS t
                JOIN pg_catalog.pg_namespace AS nt ON nt.oid = t.typnamespace)
            ON t.oid = p.prorettype AND p.prokind <> 'p'::"char"
WHERE pg_has_role(p.proowner, 'USAGE'::text) OR has_function_privilege(p.oid, 'EXECUTE'::text)

-- view information_schema.sequences
SELECT current_database(), n.nspname, c.relname, format_type(s.seqtypid, NULL::integer),
       CASE s.seqtypid WHEN 21::oid THEN 16 WHEN 23::oid THEN 32 ELSE 64 END, 2, 0,
       s.seqstart::text, s.seqmin::text, s.seqmax::text, s.seqincrement::text,
       CASE WHEN s.seqcycle THEN 'YES' ELSE 'NO' END
FROM pg_catalog.pg_class AS c
     JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
     JOIN pg_catalog.pg_sequence AS s ON s.seqrelid = c.oid
WHERE c.relkind = 'S'::"char" AND NOT pg_is_other_temp_schema(n.oid)
      AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend AS d
                      WHERE d.classid = 1259::oid AND d.objid = c.oid
                            AND d.deptype = 'i'::"char")
      AND (pg_has_role(c.relowner, 'USAGE'::text)
           OR has_sequence_privilege(c.oid, 'SELECT, UPDATE, USAGE'::text))

-- view information_schema.views
SELECT current_database(), n.nspname, c.relname,
       CASE WHEN pg_has_role(c.relowner, 'USAGE'::text) THEN pg_get_viewdef(c.oid) END,
       CASE WHEN 'check_option=cascaded' = ANY (c.reloptions) THEN 'CASCADED'
            WHEN 'check_option=local' = ANY (c.reloptions) THEN 'LOCAL'
            ELSE 'NONE' END,
       'NO', 'NO',
       CASE WHEN EXISTS (SELECT 1 FROM pg_catalog.pg_trigger AS g
                         WHERE g.tgrelid = c.oid AND (g.tgtype::integer & 81) = 81)
            THEN 'YES' ELSE 'NO' END,
       CASE WHEN EXISTS (SELECT 1 FROM pg_catalog.pg_trigger AS g
                         WHERE g.tgrelid = c.oid AND (g.tgtype::integer & 73) = 73)
            THEN 'YES' ELSE 'NO' END,
       CASE WHEN EXISTS (SELECT 1 FROM pg_catalog.pg_trigger AS g
                         WHERE g.tgrelid = c.oid AND (g.tgtype::integer & 69) = 69)
            THEN 'YES' ELSE 'NO' END
FROM pg_catalog.pg_class AS c
     JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind = 'v'::"char" AND NOT pg_is_other_temp_schema(n.oid)
      AND (pg_has_role(c.relowner, 'USAGE'::text)
           OR has_table_privilege(
                c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER'::text))

-- view information_schema.transforms
SELECT NULL::name, NULL::name, NULL::name, NULL::name, NULL::name, NULL::name, NULL::name,
       NULL::text
FROM pg_catalog.pg_transform AS t
WHERE false

-- view information_schema.attributes
SELECT current_database(), n.nspname, c.relname, a.attname, a.attnum::integer,
       pg_get_expr(d.adbin, d.adrelid),
       CASE WHEN a.attnotnull OR t.typtype = 'd'::"char" AND t.typnotnull THEN 'NO'
            ELSE 'YES' END,
       CASE WHEN t.typelem <> 0::oid AND t.typlen = -1 THEN 'ARRAY'
            WHEN nt.nspname = 'pg_catalog'::name THEN format_type(a.atttypid, NULL::integer)
            ELSE 'USER-DEFINED' END,
       CASE WHEN a.atttypmod = -1 THEN NULL::integer
            WHEN a.atttypid IN (1042::oid, 1043::oid) THEN a.atttypmod - 4
            WHEN a.atttypid IN (1560::oid, 1562::oid) THEN a.atttypmod END,
       CASE WHEN a.atttypid IN (25::oid, 1042::oid, 1043::oid)
            THEN CASE WHEN a.atttypmod = -1 THEN 1073741824
                      WHEN a.atttypid = 25::oid THEN NULL::integer
                      ELSE (a.atttypmod - 4) * 4 END END,
       NULL::name, NULL::name, NULL::name,
       CASE WHEN co.collname IS NOT NULL THEN current_database() END, nco.nspname, co.collname,
       CASE a.atttypid WHEN 21::oid THEN 16 WHEN 23::oid THEN 32 WHEN 20::oid THEN 64
            WHEN 700::oid THEN 24 WHEN 701::oid THEN 53
            WHEN 1700::oid
            THEN CASE WHEN a.atttypmod <> -1 THEN (a.atttypmod - 4 >> 16) & 65535 END END,
       CASE WHEN a.atttypid IN (20::oid, 21::oid, 23::oid, 700::oid, 701::oid) THEN 2
            WHEN a.atttypid = 1700::oid THEN 10 END,
       CASE WHEN a.atttypid IN (20::oid, 21::oid, 23::oid) THEN 0
            WHEN a.atttypid = 1700::oid AND a.atttypmod <> -1 THEN (a.atttypmod - 4) & 65535 END,
       CASE WHEN a.atttypid = 1082::oid THEN 0
            WHEN a.atttypid IN (1083::oid, 1114::oid, 1184::oid, 1266::oid)
            THEN CASE WHEN a.atttypmod < 0 THEN 6 ELSE a.atttypmod END
            WHEN a.atttypid = 1186::oid
            THEN CASE WHEN a.atttypmod < 0 OR (a.atttypmod & 65535) = 65535 THEN 6
                      ELSE a.atttypmod & 65535 END END,
       NULL::text, NULL::integer, current_database(), nt.nspname, t.typname, NULL::name,
       NULL::name, NULL::name, NULL::integer, a.attnum::text, 'NO'
FROM pg_catalog.pg_attribute AS a
     JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
     JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
     JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
     JOIN pg_catalog.pg_namespace AS nt ON nt.oid = t.typnamespace
     LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
     LEFT JOIN (pg_catalog.pg_collation AS co
                JOIN pg_catalog.pg_namespace AS nco ON nco.oid = co.collnamespace)
            ON co.oid = a.attcollation
               AND (nco.nspname <> 'pg_catalog'::name OR co.collname <> 'default'::name)
WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind = 'c'::"char"
      AND (pg_has_role(c.relowner, 'USAGE'::text)
           OR has_type_privilege(c.reltype, 'USAGE'::text))

-- view information_schema.user_defined_types
SELECT current_database(), n.nspname, c.relname, 'STRUCTURED', 'YES', NULL::text, NULL::text,
       NULL::text, NULL::name, NULL::name, NULL::name, NULL::text, NULL::text, NULL::integer,
       NULL::integer, NULL::name, NULL::name, NULL::name, NULL::name, NULL::name, NULL::name,
       NULL::integer, NULL::integer, NULL::integer, NULL::integer, NULL::text, NULL::integer,
       NULL::name, NULL::name
FROM pg_catalog.pg_class AS c
     JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
     JOIN pg_catalog.pg_type AS t ON t.oid = c.reltype
WHERE c.relkind = 'c'::"char"
      AND (pg_has_role(t.typowner, 'USAGE'::text) OR has_type_privilege(t.oid, 'USAGE'::text))

-- view information_schema.triggers
SELECT current_database(), n.nspname, g.tgname, e.event, current_database(), n.nspname, c.relname,
       (rank() OVER (PARTITION BY n.oid, c.oid, e.number, g.tgtype::integer & 1,
                                  g.tgtype::integer & 66
                     ORDER BY g.tgname))::integer,
       NULL::text,
       substring(pg_get_triggerdef(g.oid),
                 POSITION('EXECUTE FUNCTION' IN pg_get_triggerdef(g.oid))),
       CASE g.tgtype::integer & 1 WHEN 1 THEN 'ROW' ELSE 'STATEMENT' END,
       CASE g.tgtype::integer & 66 WHEN 2 THEN 'BEFORE' WHEN 64 THEN 'INSTEAD OF'
            ELSE 'AFTER' END,
       g.tgoldtable, g.tgnewtable, NULL::name, NULL::name, NULL::timestamptz
FROM pg_catalog.pg_trigger AS g
     JOIN pg_catalog.pg_class AS c ON c.oid = g.tgrelid
     JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
     JOIN (VALUES (4, 'INSERT'), (8, 'DELETE'), (16, 'UPDATE')) AS e (number, event)
       ON (g.tgtype::integer & e.number) <> 0
WHERE NOT g.tgisinternal AND NOT pg_is_other_temp_schema(n.oid)
      AND (pg_has_role(c.relowner, 'USAGE'::text)
           OR has_table_privilege(
                c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER'::text))

-- view information_schema.table_privileges
SELECT u.rolname, p.grantee, current_database(), n.nspname, c.relname, p.privilege_type,
       CASE WHEN p.own OR p.is_grantable THEN 'YES' ELSE 'NO' END,
       CASE WHEN p.privilege_type = 'SELECT' THEN 'YES' ELSE 'NO' END
FROM (SELECT r.oid, r.relname, r.relnamespace, r.relowner, x.grantor, x.privilege_type,
             x.is_grantable, COALESCE(g.rolname, 'PUBLIC'::name) AS grantee,
             pg_has_role(x.grantee, r.relowner, 'USAGE'::text) AS own,
             x.grantee AS granteeid
      FROM pg_catalog.pg_class AS r,
           aclexplode(COALESCE(r.relacl, acldefault('r'::"char", r.relowner))) AS x
           LEFT JOIN pg_catalog.pg_authid AS g ON g.oid = x.grantee
      WHERE r.relkind IN ('r'::"char", 'v'::"char", 'f'::"char", 'p'::"char")) AS p
     JOIN pg_catalog.pg_class AS c ON c.oid = p.oid
     JOIN pg_catalog.pg_namespace AS n ON n.oid = p.relnamespace
     JOIN pg_catalog.pg_authid AS u ON u.oid = p.grantor
WHERE p.privilege_type IN ('INSERT', 'SELECT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES',
                           'TRIGGER')
      AND (pg_has_role(u.oid, 'USAGE'::text) OR p.grantee = 'PUBLIC'::name
           OR pg_has_role(p.granteeid, 'USAGE'::text))

-- view information_schema.role_table_grants
SELECT t.grantor, t.grantee, t.table_catalog, t.table_schema, t.table_name, t.privilege_type,
       t.is_grantable, t.with_hierarchy
FROM information_schema.table_privileges AS t
WHERE t.grantor IN (SELECT e.role_name FROM information_schema.enabled_roles AS e)
      OR t.grantee IN (SELECT e.role_name FROM information_schema.enabled_roles AS e)

-- view pg_catalog.pg_user_mappings
SELECT u.oid AS umid, s.oid AS srvid, s.srvname, u.umuser,
       CASE WHEN u.umuser = 0 THEN 'public' ELSE a.rolname END AS usename,
       CASE WHEN a.rolname = current_user OR pg_has_role(s.srvowner, 'USAGE')
            THEN u.umoptions END AS umoptions
FROM pg_catalog.pg_user_mapping AS u
     JOIN pg_catalog.pg_foreign_server AS s ON s.oid = u.umserver
     LEFT JOIN pg_catalog.pg_authid AS a ON a.oid = u.umuser
