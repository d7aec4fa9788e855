-- What a backend does in a training run: one statement a line.
SELECT 1
SELECT current_user, current_database(), version()
SHOW server_version
SET work_mem = '8MB'
RESET work_mem
CREATE TEMP TABLE training (id int PRIMARY KEY, name text, amount numeric, at timestamptz DEFAULT now())
INSERT INTO training (id, name, amount) SELECT g, 'row ' || g, g * 1.5 FROM generate_series(1, 100) g
SELECT * FROM training WHERE id = 42
SELECT count(*), sum(amount), min(name), max(at) FROM training
SELECT t.name, u.amount FROM training t JOIN training u ON u.id = t.id WHERE t.id < 10 ORDER BY t.name DESC LIMIT 5
UPDATE training SET amount = amount + 1 WHERE id = 7
BEGIN
SAVEPOINT a
DELETE FROM training WHERE id > 90
ROLLBACK TO SAVEPOINT a
COMMIT
SELECT relname, relkind FROM pg_class WHERE relname LIKE 'pg_%' ORDER BY 1 LIMIT 10
SELECT 1 / 0
DROP TABLE training
DISCARD ALL
