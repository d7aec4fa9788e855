/** From the first byte of a connection to its agreed startup parameters. */
package org.postern.protocol.startup;
