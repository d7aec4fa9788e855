/**
 * The client of a training run: the work that the archive of linked classes and hot methods, from
 * which every process of a server starts, is made from.
 */
package org.postern.server.training;
