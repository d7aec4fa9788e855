package org.postern.storage.smgr;

/** Names one block of one fork of one relation; {@code block} counts from 0. */
public record BlockTag(RelFileLocator locator, Fork fork, long block) {}
