-- Addresses of networks and of hardware.
SELECT '192.168.1.5/24'::inet, '10.0.0.0/8'::cidr, '::ffff:1.2.3.4'::inet, '08002b:010203'::macaddr, '08:00:2b:01:02:03'::macaddr8;
SELECT host(a), abbrev(a), network(a), masklen(a), broadcast(a), set_masklen(a, 16) FROM (VALUES ('192.168.1.5/24'::inet), ('2001:db8::1/64')) v (a);
SELECT a, a << '192.168.0.0/16', a + 5, ~ a, a - '192.168.1.0' FROM (VALUES ('192.168.1.5/24'::inet), ('10.1.2.3')) v (a) ORDER BY a;
SELECT max(a), min(a), count(DISTINCT a) FROM (VALUES ('10.0.0.1'::inet), ('10.0.0.0/8'), ('::1'), ('10.0.0.1/32')) v (a);
CREATE TABLE net (a inet PRIMARY KEY, b cidr, c macaddr, d macaddr8, e inet[]);
INSERT INTO net VALUES ('10.0.0.1', '10.0.0.0/8', '08:00:2b:01:02:03', '08:00:2b:01:02:03', '{10.0.0.1,::1/64}'), ('::1', '::/0', NULL, NULL, NULL);
INSERT INTO net VALUES ('10.0.0.1/32');
SELECT * FROM net WHERE a = '10.0.0.1' OR a > '::' ORDER BY a;
SELECT trunc(c), c::macaddr8, d & '00:00:ff:ff:ff:ff:ff:ff', macaddr8_set7bit(d) FROM net WHERE c IS NOT NULL;
SELECT '1.2.3'::inet;
SELECT '1.2.3.4/8'::cidr;
SELECT '::1'::inet & '1.2.3.4';
SELECT inet_merge('192.168.1.5/24', '192.168.2.5/24'), inet_same_family('1.2.3.4', '::1');
DROP TABLE net;
