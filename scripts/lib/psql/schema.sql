-- What scripts/compare-psql looks at with the backslash commands of psql.
CREATE SCHEMA shop;
CREATE TABLE shop.customer (
  id serial PRIMARY KEY,
  name varchar(40) NOT NULL,
  email text UNIQUE,
  balance numeric(12,2) DEFAULT 0.00 NOT NULL CHECK (balance >= 0),
  code char(4) DEFAULT 'abcd'::bpchar,
  created timestamp with time zone DEFAULT now(),
  tags text[] DEFAULT '{}'::text[],
  CONSTRAINT customer_name_check CHECK (length(name) > 0 AND name <> 'nobody')
);
CREATE TABLE shop.product (sku text, lot integer, price double precision, added date DEFAULT CURRENT_DATE, flags bit(3), PRIMARY KEY (sku, lot));
CREATE INDEX product_price ON shop.product (price DESC NULLS LAST, lower(sku)) WHERE price > 10;
CREATE UNIQUE INDEX product_lot ON shop.product (lot) INCLUDE (price);
CREATE INDEX ON shop.customer USING btree (name varchar_pattern_ops);
CREATE SEQUENCE shop.ticket AS smallint INCREMENT BY 5 MINVALUE 5 MAXVALUE 500 CYCLE CACHE 3;
CREATE SEQUENCE plain;
CREATE TABLE plain_table (a int, b text COLLATE "C", c bigint DEFAULT nextval('plain'));
CREATE UNLOGGED TABLE loose (a int) WITH (fillfactor=70, autovacuum_enabled=false);
CREATE TABLE nothing ();
COMMENT ON SCHEMA shop IS 'all about sales';
COMMENT ON TABLE shop.customer IS 'who buys';
COMMENT ON COLUMN shop.customer.name IS 'surname first';
COMMENT ON INDEX shop.product_price IS 'dear ones';
COMMENT ON SEQUENCE shop.ticket IS 'numbers';
COMMENT ON CONSTRAINT customer_name_check ON shop.customer IS 'somebody';
CREATE ROLE clerk LOGIN CONNECTION LIMIT 3 VALID UNTIL '2030-01-01 00:00:00+00';
CREATE ROLE boss CREATEDB CREATEROLE;
CREATE ROLE auditor NOINHERIT;
GRANT boss TO clerk WITH ADMIN OPTION;
COMMENT ON ROLE boss IS 'the boss';
GRANT SELECT, INSERT ON shop.customer TO clerk;
GRANT SELECT (sku), UPDATE (price) ON shop.product TO clerk;
GRANT ALL ON plain_table TO boss WITH GRANT OPTION;
GRANT SELECT ON plain_table TO PUBLIC;
GRANT USAGE ON SCHEMA shop TO clerk;
GRANT USAGE ON SEQUENCE shop.ticket TO clerk;
ALTER TABLE loose OWNER TO boss;
INSERT INTO shop.customer (name, email) VALUES ('Ann', 'ann@x'), ('Bob', NULL);
INSERT INTO shop.product VALUES ('a', 1, 12.5, '2020-01-02', B'101');
