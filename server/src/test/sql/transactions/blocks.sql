-- Blocks, savepoints, and what sessions see of each other.
CREATE TABLE t (id int PRIMARY KEY, v int);
INSERT INTO t VALUES (1, 10), (2, 20);
BEGIN;
UPDATE t SET v = 11 WHERE id = 1;
--@ other
SELECT v FROM t ORDER BY id;
--@
SAVEPOINT a;
INSERT INTO t VALUES (3, 30);
SAVEPOINT b;
SELECT 1 / 0;
SELECT 1;
ROLLBACK TO b;
SELECT count(*) FROM t;
RELEASE a;
ROLLBACK TO b;
COMMIT;
BEGIN;
BEGIN;
DELETE FROM t WHERE id = 2;
--@ other
SELECT id, v FROM t ORDER BY id;
--@
ROLLBACK;
ROLLBACK;
COMMIT;
INSERT INTO t VALUES (3, 30);
--@ other
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT sum(v) FROM t;
--@
UPDATE t SET v = v + 1;
INSERT INTO t VALUES (4, 40);
--@ other
SELECT sum(v) FROM t;
UPDATE t SET v = 0 WHERE id = 1;
SELECT 1;
ROLLBACK;
BEGIN ISOLATION LEVEL READ COMMITTED;
SELECT sum(v) FROM t;
--@
UPDATE t SET v = v + 1;
--@ other
SELECT sum(v) FROM t;
UPDATE t SET v = 0 WHERE id = 1;
SELECT sum(v) FROM t;
COMMIT;
BEGIN READ ONLY;
SELECT count(*) FROM t;
INSERT INTO t VALUES (9, 9);
ROLLBACK;
SHOW transaction_isolation;
SET default_transaction_isolation = 'repeatable read';
SHOW transaction_isolation;
RESET default_transaction_isolation;
BEGIN;
CREATE TABLE made (x int);
INSERT INTO made VALUES (1);
SELECT * FROM made;
ROLLBACK;
SELECT * FROM made;
BEGIN;
SET LOCAL work_mem = '1MB';
SHOW work_mem;
COMMIT;
SHOW work_mem;
BEGIN;
LOCK TABLE t IN SHARE MODE;
--@
SELECT 1 FROM t WHERE id = 1 FOR UPDATE NOWAIT;
LOCK TABLE t IN ROW EXCLUSIVE MODE NOWAIT;
--@ other
SELECT id FROM t WHERE id = 1 FOR UPDATE;
--@
SELECT id FROM t WHERE id = 1 FOR UPDATE NOWAIT;
SELECT id FROM t ORDER BY id FOR UPDATE SKIP LOCKED;
--@ other
END;
--@
PREPARE q (int) AS SELECT id, v > 0 FROM t WHERE id = $1;
EXECUTE q (1);
EXECUTE q (1, 2);
EXECUTE q ('x');
SELECT name, statement, parameter_types, from_sql FROM pg_prepared_statements;
DEALLOCATE q;
EXECUTE q (1);
SET search_path = nosuch, public;
SHOW search_path;
SELECT current_schemas(false);
RESET ALL;
DISCARD ALL;
