/** to_char, to_date, to_timestamp and to_number: templates in Oracle's manner. */
package org.postern.executor.types.format;
