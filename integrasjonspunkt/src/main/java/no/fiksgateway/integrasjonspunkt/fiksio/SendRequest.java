package no.fiksgateway.integrasjonspunkt.fiksio;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.outbound.FiksIoSender.Body;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.entity.mime.AbstractContentBody;
import org.apache.hc.client5.http.entity.mime.MultipartEntityBuilder;
import org.apache.hc.client5.http.entity.mime.StringBody;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.jspecify.annotations.Nullable;

/**
 * One POST to the send API: the part {@code metadata}, then the part {@code data} where there is a package, written
 * straight into the connection. Remembers how far it came, because that tells what a failure means.
 */
final class SendRequest extends HttpPost {
  private static final long serialVersionUID = 1L;

  private volatile boolean begun;
  private volatile boolean complete;
  private volatile @Nullable IOException sealingFailure;

  SendRequest(URI uri, String metadata, @Nullable Body body) {
    super(uri);
    MultipartEntityBuilder parts = MultipartEntityBuilder.create()
        .addPart("metadata", new StringBody(metadata, ContentType.APPLICATION_JSON));
    if (body != null) {
      parts.addPart("data", new PackagePart(body));
    }
    setEntity(new Watched(parts.build()));
  }

  /** Something may have left for the platform. */
  boolean begun() {
    return begun;
  }

  /** The request was written to its end. */
  boolean complete() {
    return complete;
  }

  /** Why the package could not be made; null where it could, or the connection failed first. */
  @Nullable
  IOException sealingFailure() {
    return sealingFailure;
  }

  private final class Watched extends HttpEntityWrapper {
    Watched(HttpEntity parts) {
      super(parts);
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      begun = true;
      super.writeTo(out);
      complete = true;
    }
  }

  private final class PackagePart extends AbstractContentBody {
    private final Body body;

    PackagePart(Body body) {
      super(ContentType.APPLICATION_OCTET_STREAM);
      this.body = body;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      Connection connection = new Connection(out);
      boolean written = false;
      try {
        body.writeTo(connection);
        written = true;
      } catch (IOException e) {
        if (connection.failure == null) {
          sealingFailure = e;
        }
        throw e;
      } finally {
        if (!written) {
          end(connection);
        }
      }
    }

    private void end(Connection connection) throws IOException {
      if (connection.failure != null) {
        throw connection.failure;
      }
      // On its way out the HTTP client would end the request properly: break the connection before
      // it can.
      cancel();
    }

    @Override
    public String getFilename() {
      return UUID.randomUUID().toString();
    }

    @Override
    public long getContentLength() {
      return -1;
    }
  }

  /** Tells the connection's failures from the package's, and stays open for what follows the package. */
  private static final class Connection extends FilterOutputStream {
    private @Nullable IOException failure;

    Connection(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }

    @Override
    public void flush() throws IOException {
      try {
        out.flush();
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
