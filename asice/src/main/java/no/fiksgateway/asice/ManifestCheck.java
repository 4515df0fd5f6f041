package no.fiksgateway.asice;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Holds a container's files against its manifest: each listed once, with the digest it has, and none beside the list. */
final class ManifestCheck {

  private final AsicManifest manifest;
  private final Container container;

  ManifestCheck(AsicManifest manifest, Container container) {
    this.manifest = manifest;
    this.container = container;
  }

  /** The files in the container's order. */
  List<PackageEntry> files() throws Rejection {
    if (container.files().isEmpty()) {
      throw Rejection.malformed("The container has no files");
    }
    Map<String, AsicManifest.Reference> references = referencesByFile();
    List<PackageEntry> files = new ArrayList<>();
    for (Map.Entry<String, Container.Content> file : container.files().entrySet()) {
      files.add(checked(file.getKey(), file.getValue(), references.get(file.getKey())));
    }
    return files;
  }

  private Map<String, AsicManifest.Reference> referencesByFile() throws Rejection {
    Map<String, AsicManifest.Reference> references = new HashMap<>();
    for (AsicManifest.Reference reference : manifest.references()) {
      String name = nameFor(reference.uri());
      if (name == null) {
        throw Rejection.signatureInvalid(
            "The manifest lists '" + reference.uri() + "', which is not in the container");
      }
      if (references.put(name, reference) != null) {
        throw Rejection.malformed("The manifest lists '" + name + "' twice");
      }
    }
    return references;
  }

  /** KS's clients write the name as it is; other writers of ASiC escape it, as a URI needs it. */
  private @Nullable String nameFor(String uri) {
    if (container.files().containsKey(uri)) {
      return uri;
    }
    try {
      String unescaped = URLDecoder.decode(uri.replace("+", "%2B"), StandardCharsets.UTF_8);
      return container.files().containsKey(unescaped) ? unescaped : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static PackageEntry checked(
      String name, Container.Content content, AsicManifest.@Nullable Reference reference)
      throws Rejection {
    if (reference == null) {
      throw Rejection.signatureInvalid("The manifest does not vouch for '" + name + "'");
    }
    if (!MessageDigest.isEqual(content.digest(reference.digestAlgorithm()), reference.digest())) {
      throw Rejection.signatureInvalid(
          "'" + name + "' is not what its signer put in: its digest differs");
    }
    String mimeType = MediaTypes.statedOrUnknown(reference.mimeType());
    return new PackageEntry(name, mimeType, content.size(), content.digest(Digests.SHA_256));
  }
}
