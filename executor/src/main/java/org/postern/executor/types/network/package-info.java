/** Texts and functions of internet addresses and of hardware addresses. */
package org.postern.executor.types.network;
