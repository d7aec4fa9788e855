-- The transaction of TPC-B as pgbench runs it; :name stands for a parameter of type int.
BEGIN
UPDATE training.accounts SET abalance = abalance + :delta WHERE aid = :aid
SELECT abalance FROM training.accounts WHERE aid = :aid
UPDATE training.tellers SET tbalance = tbalance + :delta WHERE tid = :tid
UPDATE training.branches SET bbalance = bbalance + :delta WHERE bid = :bid
INSERT INTO training.history (tid, bid, aid, delta, mtime) VALUES (:tid, :bid, :aid, :delta, CURRENT_TIMESTAMP)
END
SELECT abalance FROM training.accounts WHERE aid = :aid
