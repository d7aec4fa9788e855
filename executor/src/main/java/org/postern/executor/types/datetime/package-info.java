/**
 * Dates, times, time zones and intervals: parsing in PostgreSQL's lenient dialect, printing in its
 * styles, arithmetic, fields and truncation.
 */
package org.postern.executor.types.datetime;
