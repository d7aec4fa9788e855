package org.postern.executor.command;

/** What a utility command tells the client: its command tag. */
public record CommandResult(String tag) {}
