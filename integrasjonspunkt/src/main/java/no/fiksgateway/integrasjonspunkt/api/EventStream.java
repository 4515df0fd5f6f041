package no.fiksgateway.integrasjonspunkt.api;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import no.fiksgateway.integrasjonspunkt.webhook.FeedStatus;
import no.fiksgateway.integrasjonspunkt.webhook.StatusFilter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client that listens. It is written to only while it takes what is written: no thread ever waits for it, and what it
 * has not taken yet stays in the database, but for a few statuses. One that takes nothing for as long as the server's write
 * time-out is left.
 */
final class EventStream implements WriteListener, AsyncListener {
  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
  private static final int READ_AT_ONCE = 20;

  /** Statuses; then others have the thread. */
  private static final int LONGEST_RUN = 500;

  private final EventStreams streams;
  private final AsyncContext async;
  private final ServletOutputStream out;
  private final StatusFilter filter;
  private final ReentrantLock lock = new ReentrantLock();

  private final Queue<FeedStatus> read = new ArrayDeque<>();
  private volatile long position;
  private volatile Instant lastWritten;
  private boolean opened;
  private boolean unflushed;

  /** The client does not take more; the server says when it does. */
  private boolean stalled;

  private boolean ended;

  EventStream(
      EventStreams streams,
      AsyncContext async,
      ServletOutputStream out,
      StatusFilter filter,
      long position) {
    this.streams = streams;
    this.async = async;
    this.out = out;
    this.filter = filter;
    this.position = position;
    this.lastWritten = streams.clock().instant();
  }

  /** Whether it has not been told of everything, or for so long of nothing that it may think nobody is there. */
  boolean isBehind(long head) {
    return position < head || heartbeatIsDue();
  }

  private boolean heartbeatIsDue() {
    return !streams
        .clock()
        .instant()
        .isBefore(lastWritten.plus(streams.settings().eventHeartbeat()));
  }

  /** Writes what there is, as far as the client takes it. */
  void write() {
    lock.lock();
    try {
      for (int seen = 0; seen < LONGEST_RUN; seen++) {
        if (!ready()) {
          return;
        }
        FeedStatus status = next();
        if (status == null) {
          finishRun();
          return;
        }
        position = status.position();
        if (filter.matches(status)) {
          write("id: " + status.statusId() + "\nevent: status\ndata: "
              + streams.bodies().of(status) + "\n\n");
        }
      }
      streams.goesOn(this);
    } catch (IOException clientIsGone) {
      LOG.debug("A listener has left", clientIsGone);
      stop();
    } catch (RuntimeException e) {
      LOG.warn("An event stream is ended; its client can go on from its last event", e);
      end();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable FeedStatus next() {
    if (read.isEmpty()) {
      read.addAll(streams.feed().after(position, READ_AT_ONCE));
    }
    return read.poll();
  }

  private void finishRun() throws IOException {
    if (!opened) {
      write(": listening\n\n");
    } else if (heartbeatIsDue()) {
      write(": heartbeat\n\n");
    }
    if (unflushed && ready()) {
      out.flush();
      unflushed = false;
    }
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    lastWritten = streams.clock().instant();
    opened = true;
    unflushed = true;
  }

  private boolean ready() {
    if (ended || stalled) {
      return false;
    }
    stalled = !out.isReady();
    return !stalled;
  }

  @Override
  public void onWritePossible() {
    lock.lock();
    try {
      stalled = false;
    } finally {
      lock.unlock();
    }
    write();
  }

  /** Ends the answer; a client that is still there connects again. */
  void end() {
    stop();
    try {
      async.complete();
    } catch (IllegalStateException alreadyEnded) {
      LOG.debug("The container has ended the answer itself", alreadyEnded);
    }
  }

  private void stop() {
    lock.lock();
    try {
      ended = true;
      streams.ended(this);
    } finally {
      lock.unlock();
    }
  }

  /** As a writer. The container calls {@link #onError(AsyncEvent)} next; an answer ended before that is an error to it. */
  @Override
  public void onError(Throwable failure) {
    LOG.debug("A listener has left", failure);
    stop();
  }

  @Override
  public void onError(AsyncEvent event) {
    end();
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    end();
  }

  @Override
  public void onComplete(AsyncEvent event) {
    streams.ended(this);
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    // The request is not given to anybody else.
  }
}
