package no.fiksgateway.integrasjonspunkt.webhook;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.catalina.util.NetMask;
import org.springframework.stereotype.Component;

/**
 * Where pushes may go. Whoever may subscribe chooses an address that the gateway then calls, so it must not become a way
 * to what only the gateway can reach: a cloud's metadata service, or something on the gateway's own network link. Case
 * systems live on loopback and on private networks, so these are allowed.
 */
@Component
class Targets {
  /**
   * Addresses under which clouds answer with credentials, beside the link-local 169.254.169.254: AWS over IPv6, Alibaba
   * Cloud, Oracle Cloud. And the IPv4 broadcast address.
   */
  private static final List<NetMask> NEVER = Stream.of(
          "fd00:ec2::254/128",
          "100.100.100.200/32",
          "192.0.0.192/32",
          "255.255.255.255/32",
          "0.0.0.0/8")
      .map(NetMask::new)
      .toList();

  /** RFC 6052: the last 32 bits of an address in it are an IPv4 address that a translator passes on to. */
  private static final NetMask TRANSLATED = new NetMask("64:ff9b::/96");

  private final List<NetMask> networks;
  private final List<String> hosts;

  Targets(WebhookSettings settings) {
    this.networks = settings.allowedTargets().stream()
        .filter(Targets::isNetwork)
        .map(NetMask::new)
        .toList();
    this.hosts = settings.allowedTargets().stream()
        .filter(target -> !isNetwork(target))
        .map(target -> target.toLowerCase(Locale.ROOT))
        .toList();
  }

  private static boolean isNetwork(String target) {
    return target.matches("[0-9.]+(/[0-9]+)?") || target.contains(":");
  }

  /** Says that a push must not go where it would. */
  static final class RefusedException extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    private RefusedException(String message) {
      super(message);
    }
  }

  /**
   * The addresses of a host that may be connected to. Looked up once: the connection goes to one of these, so a name that
   * means something else a moment later gains nothing.
   *
   * @throws UnknownHostException where the host has no address
   * @throws RefusedException where none of its addresses is allowed
   */
  InetAddress[] addresses(String host) throws UnknownHostException {
    InetAddress[] all = InetAddress.getAllByName(host);
    InetAddress[] allowed =
        Arrays.stream(all).filter(address -> allows(host, address)).toArray(InetAddress[]::new);
    if (allowed.length == 0) {
      throw new RefusedException("pushes to " + host + " (" + all[0].getHostAddress()
          + ") are not allowed: see integrasjonspunkt.webhook.allowed-targets");
    }
    return allowed;
  }

  private boolean allows(String host, InetAddress address) {
    if (networks.stream().anyMatch(network -> network.matches(address))) {
      return true;
    }
    boolean named = networks.isEmpty() && hosts.isEmpty() || isNamed(host.toLowerCase(Locale.ROOT));
    return named && !isForbidden(address);
  }

  private boolean isNamed(String host) {
    return hosts.stream()
        .anyMatch(
            name -> name.startsWith("*.") ? host.endsWith(name.substring(1)) : host.equals(name));
  }

  private static boolean isForbidden(InetAddress address) {
    return address.isLinkLocalAddress()
        || address.isMulticastAddress()
        || address.isAnyLocalAddress()
        || NEVER.stream().anyMatch(network -> network.matches(address))
        || address instanceof Inet6Address
            && TRANSLATED.matches(address)
            && isForbidden(lastFourBytes(address));
  }

  private static InetAddress lastFourBytes(InetAddress address) {
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(address.getAddress(), 12, 16));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("Four bytes are an IPv4 address", e);
    }
  }
}
