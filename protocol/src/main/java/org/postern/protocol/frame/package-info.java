/** Cuts the byte stream of a client into frames and refuses lengths before memory is spent. */
package org.postern.protocol.frame;
