-- LATERAL on the inner side of outer joins, and several levels of it.
CREATE TABLE a (id int, n int);
CREATE TABLE b (id int, a int, v text);
INSERT INTO a VALUES (1, 2), (2, 0), (3, 1);
INSERT INTO b VALUES (10, 1, 'x'), (11, 1, 'y'), (12, 3, 'z'), (13, 9, 'w');
SELECT a.id, s.v FROM a LEFT JOIN LATERAL (SELECT v FROM b WHERE b.a = a.id ORDER BY b.id DESC LIMIT 1) s ON true ORDER BY 1;
SELECT a.id, g FROM a LEFT JOIN LATERAL generate_series(1, a.n) g ON true ORDER BY 1, 2;
SELECT a.id, s.c FROM a JOIN LATERAL (SELECT count(*) AS c FROM b WHERE b.a = a.id) s ON s.c > 0 ORDER BY 1;
SELECT a.id, b.v, s.t FROM a LEFT JOIN b ON b.a = a.id LEFT JOIN LATERAL (SELECT a.n + b.id AS t) s ON s.t > 10 ORDER BY 1, 2;
SELECT x.id, y.id, s.z FROM a x, a y LEFT JOIN LATERAL (SELECT x.id * y.id AS z FROM b LIMIT 1) s ON s.z > 3 ORDER BY 1, 2;
SELECT a.id, s.* FROM a LEFT JOIN LATERAL (SELECT p.v, q.v AS w FROM b p JOIN b q ON q.id = p.id + a.n - 1 WHERE p.a = a.id) s ON true ORDER BY 1, 2;
SELECT a.id, t.k FROM a LEFT JOIN LATERAL (SELECT s.k FROM b LEFT JOIN LATERAL (SELECT b.id + a.id AS k) s ON true WHERE b.a = a.id) t ON true ORDER BY 1, 2;
SELECT a.id, count(b.*) FROM a LEFT JOIN b ON b.a = a.id GROUP BY a.id ORDER BY 1;
SELECT a.id, g FROM a RIGHT JOIN LATERAL generate_series(1, a.n) g ON true;
SELECT ARRAY(SELECT ARRAY[i, i / 2] FROM generate_series(1, 3) i), ARRAY(SELECT '1 2'::int2vector);
SELECT a.* = (1, 2), a.*::text FROM a ORDER BY id;
