package org.postern.server.backend;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import org.postern.server.launch.ControlFrame;

/**
 * A client as it was handed over.
 *
 * @param channel its connection, registered with the session loop; writing to it is the session's
 * @param loop the session loop, where everything of the session happens
 * @param handover what the postmaster decided about it
 */
public record Client(Channel channel, EventLoop loop, ControlFrame.Handover handover) {}
