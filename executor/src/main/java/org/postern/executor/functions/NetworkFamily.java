package org.postern.executor.functions;

import static org.postern.executor.functions.Fn.bool;
import static org.postern.executor.functions.Fn.f1;
import static org.postern.executor.functions.Fn.f2;

import org.postern.executor.types.NetworkAddress;
import org.postern.executor.types.Slice;
import org.postern.executor.types.network.HardwareAddress;
import org.postern.executor.types.network.NetworkFunctions;
import org.postern.executor.types.network.NetworkOutput;

/**
 * Functions of inet, cidr, macaddr and macaddr8.
 *
 * <p>Source: PostgreSQL documentation, section 9.12 "Network Address Functions and Operators".
 */
final class NetworkFamily implements FunctionFamily {
  @Override
  public FunctionImpl lookup(String prosrc) {
    FunctionImpl impl = parts(prosrc);
    if (impl == null) {
      impl = operators(prosrc);
    }
    return impl == null ? hardware(prosrc) : impl;
  }

  private static NetworkAddress net(Object value) {
    return (NetworkAddress) value;
  }

  private static Slice text(String text) {
    return Slice.utf8(text);
  }

  private static FunctionImpl parts(String prosrc) {
    return switch (prosrc) {
      case "cidr_abbrev" -> f1(a -> text(NetworkOutput.abbreviatedCidr(net(a))));
      case "inet_abbrev" -> f1(a -> text(NetworkOutput.inet(net(a))));
      case "network_host" -> f1(a -> text(NetworkOutput.host(net(a))));
      case "network_show" -> f1(a -> text(NetworkOutput.full(net(a))));
      case "network_family" -> f1(a -> NetworkFunctions.family(net(a)));
      case "network_masklen" -> f1(a -> (long) net(a).bits());
      case "network_broadcast" -> f1(a -> NetworkFunctions.broadcast(net(a)));
      case "network_network", "inet_to_cidr" -> f1(a -> NetworkFunctions.network(net(a)));
      case "network_netmask" -> f1(a -> NetworkFunctions.netmask(net(a)));
      case "network_hostmask" -> f1(a -> NetworkFunctions.hostmask(net(a)));
      case "inet_set_masklen" -> f2((a, b) -> NetworkFunctions.setInetBits(net(a), (Long) b));
      case "cidr_set_masklen" -> f2((a, b) -> NetworkFunctions.setCidrBits(net(a), (Long) b));
      case "inet_merge" -> f2((a, b) -> NetworkFunctions.merge(net(a), net(b)));
      case "inet_same_family" -> f2((a, b) -> bool(net(a).sameFamily(net(b))));
      default -> null;
    };
  }

  private static FunctionImpl operators(String prosrc) {
    return switch (prosrc) {
      case "network_sub" -> f2((a, b) -> bool(NetworkFunctions.contained(net(a), net(b))));
      case "network_subeq" -> f2((a, b) -> bool(NetworkFunctions.containedOrEqual(net(a), net(b))));
      case "network_sup" -> f2((a, b) -> bool(NetworkFunctions.contained(net(b), net(a))));
      case "network_supeq" -> f2((a, b) -> bool(NetworkFunctions.containedOrEqual(net(b), net(a))));
      case "network_overlap" -> f2((a, b) -> bool(NetworkFunctions.overlap(net(a), net(b))));
      case "inetnot" -> f1(a -> NetworkFunctions.not(net(a)));
      case "inetand" -> f2((a, b) -> NetworkFunctions.and(net(a), net(b)));
      case "inetor" -> f2((a, b) -> NetworkFunctions.or(net(a), net(b)));
      case "inetpl" -> f2((a, b) -> NetworkFunctions.add(net(a), (Long) b));
      case "int8pl_inet" -> f2((a, b) -> NetworkFunctions.add(net(b), (Long) a));
      case "inetmi_int8" -> f2((a, b) -> NetworkFunctions.subtract(net(a), (Long) b));
      case "inetmi" -> f2((a, b) -> NetworkFunctions.subtract(net(a), net(b)));
      default -> null;
    };
  }

  private static FunctionImpl hardware(String prosrc) {
    return switch (prosrc) {
      case "macaddr_not", "macaddr8_not" -> f1(a -> HardwareAddress.not((Slice) a));
      case "macaddr_and", "macaddr8_and" -> f2((a, b) -> HardwareAddress.and((Slice) a, (Slice) b));
      case "macaddr_or", "macaddr8_or" -> f2((a, b) -> HardwareAddress.or((Slice) a, (Slice) b));
      case "macaddr_trunc", "macaddr8_trunc" -> f1(a -> HardwareAddress.trunc((Slice) a));
      case "macaddr8_set7bit" -> f1(a -> HardwareAddress.setSeventhBit((Slice) a));
      case "macaddrtomacaddr8" -> f1(a -> HardwareAddress.widen((Slice) a));
      case "macaddr8tomacaddr" -> f1(a -> HardwareAddress.narrow((Slice) a));
      default -> null;
    };
  }
}
