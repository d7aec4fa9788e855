-- Before the first round: one statement a line.
CREATE SCHEMA training
CREATE TABLE training.branches (bid int PRIMARY KEY, bbalance int, filler char(88)) WITH (fillfactor = 100)
CREATE TABLE training.tellers (tid int PRIMARY KEY, bid int, tbalance int, filler char(84)) WITH (fillfactor = 100)
CREATE TABLE training.accounts (aid int PRIMARY KEY, bid int, abalance int, filler char(84)) WITH (fillfactor = 100)
CREATE TABLE training.history (tid int, bid int, aid int, delta int, mtime timestamp, filler char(22))
INSERT INTO training.branches (bid, bbalance) SELECT g, 0 FROM generate_series(1, 10) g
INSERT INTO training.tellers (tid, bid, tbalance) SELECT g, (g - 1) / 10 + 1, 0 FROM generate_series(1, 100) g
INSERT INTO training.accounts (aid, bid, abalance, filler) SELECT g, (g - 1) / 1000 + 1, 0, '' FROM generate_series(1, 10000) g
CREATE TABLE training.items (id int PRIMARY KEY, name text, amount numeric, price float8, at timestamptz DEFAULT now())
CREATE INDEX ON training.items (name)
INSERT INTO training.items (id, name, amount, price) SELECT g, 'row ' || g, g * 1.5, g / 3.0 FROM generate_series(1, 1000) g
