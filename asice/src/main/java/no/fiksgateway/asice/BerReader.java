package no.fiksgateway.asice;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A cursor over BER (ITU-T X.690, section 8) of any length. It holds one buffer whatever the lengths say, follows definite
 * and indefinite forms alike, and lets no element reach beyond the one around it.
 */
final class BerReader {

  static final int INTEGER = 0x02;
  static final int OCTETS = 0x04;
  static final int OBJECT_IDENTIFIER = 0x06;
  static final int SEQUENCE = 0x30;
  static final int SET = 0x31;
  static final int CONTEXT_0 = 0xA0;
  static final int CONTEXT_1 = 0xA1;
  static final int CONTEXT_2 = 0xA2;
  /** What {@link #peekTag} answers at the end of the element entered last, or of the input. */
  static final int END = -1;

  private static final int PRIMITIVE_CONTEXT_0 = 0x80;
  private static final int CONSTRUCTED_OCTETS = 0x24;
  private static final int CONSTRUCTED = 0x20;
  private static final int HIGH_TAG_NUMBER = 0x1F;
  private static final int MAX_DEPTH = 16;
  private static final long INDEFINITE = -1;

  private final InputStream in;
  private final byte[] buffer = new byte[64 * 1024];
  private int next;
  private int limit;
  private long bufferStart;

  private final long[] ends = new long[MAX_DEPTH + 1];
  private final boolean[] indefinite = new boolean[MAX_DEPTH + 1];
  private int depth;

  private int octetsDepth;
  private long octetsLeft;

  BerReader(InputStream in) {
    this.in = in;
    ends[0] = Long.MAX_VALUE;
  }

  /** The tag of the next element, which is not consumed, or {@link #END}. */
  int peekTag() throws IOException {
    if ((position() >= ends[depth] && !indefinite[depth]) || (depth == 0 && !available())) {
      return END;
    }
    if (position() >= ends[depth] || !available()) {
      throw cutOff();
    }
    int tag = buffer[next] & 0xFF;
    if (tag == 0 && indefinite[depth]) {
      return END;
    }
    if ((tag & HIGH_TAG_NUMBER) == HIGH_TAG_NUMBER) {
      throw Rejection.malformed("The envelope has an element that CMS does not know");
    }
    return tag;
  }

  /** Steps into a constructed element. */
  void enter(int tag) throws IOException {
    expect(tag);
    push(length());
  }

  /** Steps out of an element whose every part has been read. */
  void leave() throws IOException {
    if (peekTag() != END) {
      throw Rejection.malformed("The envelope has an element where CMS has none");
    }
    if (indefinite[depth]) {
      endOfContents();
    }
    depth--;
  }

  /** Reads the next element whole, with tag and length. */
  byte[] element(int tag, int maxBytes) throws IOException {
    int found = peekTag();
    if (found != tag) {
      throw unexpected();
    }
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    copyElement(copy, maxBytes);
    return copy.toByteArray();
  }

  /** Steps to the content of an implicitly tagged [0] OCTET STRING, primitive or in pieces. */
  void enterOctets() throws IOException {
    octetsDepth = depth;
    if (peekTag() == PRIMITIVE_CONTEXT_0) {
      expect(PRIMITIVE_CONTEXT_0);
      octetsLeft = definite(length());
    } else {
      enter(CONTEXT_0);
    }
  }

  /** Reads content of the octet string entered; -1 at its end, which has then been left. */
  int readOctets(byte[] into, int offset, int length) throws IOException {
    while (octetsLeft == 0) {
      if (depth == octetsDepth) {
        return -1;
      }
      switch (peekTag()) {
        case OCTETS -> {
          expect(OCTETS);
          octetsLeft = definite(length());
        }
        case CONSTRUCTED_OCTETS -> enter(CONSTRUCTED_OCTETS);
        case END -> leave();
        default -> throw unexpected();
      }
    }
    if (!available()) {
      throw cutOff();
    }
    int n = (int) Math.min(Math.min(length, limit - next), octetsLeft);
    System.arraycopy(buffer, next, into, offset, n);
    next += n;
    octetsLeft -= n;
    return n;
  }

  private void copyElement(ByteArrayOutputStream copy, int maxBytes) throws IOException {
    int tag = octet();
    copy.write(tag);
    long length = copyLength(copy);
    if (length == INDEFINITE) {
      if ((tag & CONSTRUCTED) == 0) {
        throw Rejection.malformed("The envelope has an element without end");
      }
      push(INDEFINITE);
      while (peekTag() != END) {
        copyElement(copy, maxBytes);
      }
      endOfContents();
      depth--;
      copy.write(0);
      copy.write(0);
      return;
    }
    if (length > maxBytes - copy.size()) {
      throw Rejection.malformed(
          "An element of the envelope's head is longer than " + maxBytes + " bytes");
    }
    for (long i = 0; i < length; i++) {
      copy.write(octet());
    }
  }

  private long copyLength(ByteArrayOutputStream copy) throws IOException {
    long length = length();
    if (length == INDEFINITE) {
      copy.write(0x80);
    } else if (length < 0x80) {
      copy.write((int) length);
    } else {
      copy.write(0x84);
      for (int shift = 24; shift >= 0; shift -= 8) {
        copy.write((int) (length >> shift));
      }
    }
    return length;
  }

  private void push(long length) throws IOException {
    if (depth == MAX_DEPTH) {
      throw Rejection.malformed("The envelope is nested deeper than any CMS message");
    }
    long end = length == INDEFINITE ? ends[depth] : position() + length;
    depth++;
    ends[depth] = end;
    indefinite[depth] = length == INDEFINITE;
  }

  private void endOfContents() throws IOException {
    int first = octet();
    int second = octet();
    if (first != 0 || second != 0) {
      throw Rejection.malformed("The envelope has an end mark that is none");
    }
  }

  private void expect(int tag) throws IOException {
    if (peekTag() != tag) {
      throw unexpected();
    }
    next++;
  }

  /** Reads a length; it never reaches beyond the enclosing element. */
  private long length() throws IOException {
    int first = octet();
    if (first == 0x80) {
      return INDEFINITE;
    }
    long length = first;
    if (first > 0x80) {
      int octets = first & 0x7F;
      if (octets > 7) {
        throw Rejection.malformed("The envelope has an element of impossible length");
      }
      length = 0;
      for (int i = 0; i < octets; i++) {
        length = length << 8 | octet();
      }
    }
    if (length > ends[depth] - position()) {
      throw Rejection.malformed(
          "The envelope has an element that is longer than the one around it");
    }
    return length;
  }

  private static long definite(long length) throws Rejection {
    if (length == INDEFINITE) {
      throw Rejection.malformed("The envelope has an element without end");
    }
    return length;
  }

  private int octet() throws IOException {
    if (position() >= ends[depth] || !available()) {
      throw cutOff();
    }
    return buffer[next++] & 0xFF;
  }

  private long position() {
    return bufferStart + next;
  }

  private boolean available() throws IOException {
    if (next < limit) {
      return true;
    }
    bufferStart += limit;
    next = 0;
    limit = Math.max(0, in.read(buffer));
    return limit > 0;
  }

  private static Rejection unexpected() {
    return Rejection.malformed(
        "The content is not a CMS envelope, or one with an element in the wrong place");
  }

  private static Rejection cutOff() {
    return Rejection.malformed("The envelope is cut off before its end");
  }
}
