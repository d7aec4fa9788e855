/** Tests of the cumulative statistics. */
package org.postern.storage.stats;
