/** The container image: built from the tree and used over JDBC, where there is a Docker engine. */
package org.postern.server.image;
