-- What applications and psql ask besides: one statement a line, errors included.
SELECT 1
SELECT current_user, current_database(), version()
SHOW server_version
SET work_mem = '8MB'
RESET work_mem
SET extra_float_digits = 3
SELECT * FROM training.items WHERE id = 42
SELECT count(*), sum(amount), min(name), max(at), avg(price) FROM training.items
SELECT t.name, u.amount FROM training.items t JOIN training.items u ON u.id = t.id WHERE t.id < 10 ORDER BY t.name DESC LIMIT 5
SELECT bid, count(*), sum(abalance) FROM training.accounts GROUP BY bid HAVING count(*) > 5 ORDER BY bid
SELECT * FROM training.items i WHERE EXISTS (SELECT 1 FROM training.tellers t WHERE t.tid = i.id) ORDER BY name LIMIT 3
SELECT name, CASE WHEN id > 500 THEN 'high' ELSE 'low' END FROM training.items WHERE name LIKE 'row 1%' LIMIT 10
INSERT INTO training.items (id, name, amount) VALUES (2000, 'new', 1.25), (2001, 'newer', 2.5) RETURNING id
INSERT INTO training.items (id, name) VALUES (2000, 'again') ON CONFLICT (id) DO UPDATE SET name = excluded.name
UPDATE training.items SET amount = amount + 1, at = now() WHERE id = 7
DELETE FROM training.items WHERE id >= 2000
BEGIN
SAVEPOINT a
DELETE FROM training.items WHERE id > 990
ROLLBACK TO SAVEPOINT a
SELECT * FROM training.items WHERE id = 995 FOR UPDATE
COMMIT
CREATE TABLE training.made (id serial PRIMARY KEY, name varchar(20) NOT NULL DEFAULT 'x', CHECK (id > 0))
INSERT INTO training.made (name) VALUES ('a'), ('b')
ALTER TABLE training.made ADD COLUMN extra date
TRUNCATE training.made
DROP TABLE training.made
SELECT c.relname, c.relkind, n.nspname FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', '') AND n.nspname <> 'pg_catalog' AND n.nspname !~ '^pg_toast' ORDER BY 1, 2
SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull FROM pg_catalog.pg_attribute a WHERE a.attrelid = 'training.items'::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
SELECT 1 / 0
SELECT nothing FROM training.items
DISCARD ALL
