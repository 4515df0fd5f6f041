package no.fiksgateway.integrasjonspunkt.payload;

import java.io.IOException;
import java.io.InputStream;

/** The decrypted content of a payload; what goes wrong on the way says which payload it is about. */
final class AuthenticatedContent extends InputStream {
  private final PayloadId id;
  private final String where;
  private final InputStream content;

  AuthenticatedContent(PayloadId id, String where, InputStream content) {
    this.id = id;
    this.where = where;
    this.content = content;
  }

  @Override
  public int read() throws IOException {
    try {
      return content.read();
    } catch (IOException e) {
      throw new PayloadDamagedException(id, where, e);
    }
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    try {
      return content.read(buffer, offset, length);
    } catch (IOException e) {
      throw new PayloadDamagedException(id, where, e);
    }
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
