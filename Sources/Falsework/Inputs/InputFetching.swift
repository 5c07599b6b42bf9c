// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch

/// Which hosts the mock may download the files of inputs from.
public struct InputFetching: Sendable, Hashable {
  /// Numeric addresses that may be dialled though they are not the whole world's, such as
  /// `127.0.0.1`.
  public var allowedAddresses: [String]

  /// Creates a permission to download from everywhere that the whole world can reach.
  public init(allowing addresses: [String] = []) {
    allowedAddresses = addresses
  }

  /// Why an address cannot be allowed.
  public struct Problem: Error, Sendable, CustomStringConvertible {
    /// What is wrong and what to do.
    public let description: String
  }

  func addressPolicy() throws(Problem) -> AddressPolicy {
    var policy = AddressPolicy.publicOnly
    for text in allowedAddresses {
      guard let address = IPAddress(text) else {
        throw Problem(
          description: "\(text.debugDescription) is not a numeric address to download from")
      }
      policy.exceptions.insert(address)
    }
    return policy
  }
}
