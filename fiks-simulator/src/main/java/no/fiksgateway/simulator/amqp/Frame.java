package no.fiksgateway.simulator.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.ContentHeaderPropertyWriter;
import com.rabbitmq.client.impl.Method;
import com.rabbitmq.client.impl.MethodArgumentWriter;
import com.rabbitmq.client.impl.ValueWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** A frame of AMQP 0-9-1 (specification section 2.3.5): type, channel, size, payload, end mark. */
final class Frame {
  /** The octets a frame has beside its payload. */
  static final int OVERHEAD = 8;

  private final int type;
  private final int channel;
  private final byte[] payload;

  private Frame(int type, int channel, byte[] payload) {
    this.type = type;
    this.channel = channel;
    this.payload = payload;
  }

  static Frame read(DataInputStream in, int maxSize) throws IOException, AmqpError {
    int type = in.readUnsignedByte();
    int channel = in.readUnsignedShort();
    int size = in.readInt();
    if (size < 0 || size > maxSize - OVERHEAD) {
      throw AmqpError.frameError("a frame of " + size + " octets, beyond the agreed " + maxSize);
    }
    byte[] payload = new byte[size];
    in.readFully(payload);
    if (in.readUnsignedByte() != AMQP.FRAME_END) {
      throw AmqpError.frameError("a frame without its end mark");
    }
    return new Frame(type, channel, payload);
  }

  static Frame heartbeat() {
    return new Frame(AMQP.FRAME_HEARTBEAT, 0, new byte[0]);
  }

  static Frame of(int channel, Method method) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeShort(method.protocolClassId());
    out.writeShort(method.protocolMethodId());
    MethodArgumentWriter arguments = new MethodArgumentWriter(new ValueWriter(out));
    method.writeArgumentsTo(arguments);
    arguments.flush();
    return new Frame(AMQP.FRAME_METHOD, channel, bytes.toByteArray());
  }

  static Frame contentHeader(int channel, AMQP.BasicProperties properties, long bodySize)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeShort(properties.getClassId());
    out.writeShort(0);
    out.writeLong(bodySize);
    properties.writePropertiesTo(new ContentHeaderPropertyWriter(out));
    out.flush();
    return new Frame(AMQP.FRAME_HEADER, channel, bytes.toByteArray());
  }

  static Frame body(int channel, byte[] part) {
    return new Frame(AMQP.FRAME_BODY, channel, part);
  }

  int channel() {
    return channel;
  }

  boolean isMethod() {
    return type == AMQP.FRAME_METHOD;
  }

  /** The method in this frame. */
  Method method() throws IOException {
    return AMQImpl.readMethodFrom(new DataInputStream(new ByteArrayInputStream(payload)));
  }

  void writeTo(DataOutputStream out) throws IOException {
    out.writeByte(type);
    out.writeShort(channel);
    out.writeInt(payload.length);
    out.write(payload);
    out.writeByte(AMQP.FRAME_END);
  }
}
