package org.postern.storage.smgr;

/** The address of one block on disk. */
public record BlockTag(RelFileLocator locator, Fork fork, long block) {}
