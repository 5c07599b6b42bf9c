// Falsework
// SPDX-License-Identifier: MIT

/// Which addresses may be dialled.
///
/// A name is resolved once, and the address that was checked is the one that is dialled, so that
/// a name cannot change its meaning in between.
public struct AddressPolicy: Sendable, Hashable {
  /// The kinds of address that may be dialled.
  public var reaches: Set<IPAddress.Reach>
  /// Addresses that may be dialled whatever their kind.
  public var exceptions: Set<IPAddress>

  /// Creates a policy.
  public init(reaches: Set<IPAddress.Reach>, exceptions: Set<IPAddress> = []) {
    self.reaches = reaches
    self.exceptions = exceptions
  }

  /// Any address: for targets that the user of this machine has named.
  public static let anywhere = AddressPolicy(reaches: Set(IPAddress.Reach.allCases))
  /// Only what the whole world can reach: for targets that others have named.
  public static let publicOnly = AddressPolicy(reaches: [.global])

  /// Whether an address may be dialled.
  public func admits(_ address: IPAddress) -> Bool {
    reaches.contains(address.reach) || exceptions.contains(address)
  }
}
