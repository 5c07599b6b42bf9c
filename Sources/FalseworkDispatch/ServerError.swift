// Falsework
// SPDX-License-Identifier: MIT

/// Why a server could not start, in one line that names place and fix.
public struct ServerError: Error, Sendable, CustomStringConvertible {
  /// What kind of trouble it is.
  public let code: Code
  /// What happened and what to do.
  public let description: String

  /// The kinds of trouble.
  public struct Code: Sendable, Hashable {
    private enum Kind { case addressInUse, addressUnusable, system }
    private let kind: Kind

    /// Something listens on the address already.
    public static let addressInUse = Code(kind: .addressInUse)
    /// The address is not one of this machine's, or may not be used.
    public static let addressUnusable = Code(kind: .addressUnusable)
    /// The system has refused a resource.
    public static let system = Code(kind: .system)
  }

  init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }
}
