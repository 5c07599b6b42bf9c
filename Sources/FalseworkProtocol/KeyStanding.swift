// Falsework
// SPDX-License-Identifier: MIT

/// How an API key stands with fal.
public enum KeyStanding: String, Sendable, Hashable, CaseIterable {
  /// Opens everything.
  case good
  /// The account is locked until money is added.
  case locked
  /// The account is locked because its balance is exhausted.
  case exhausted
  /// The key is not permitted to do this.
  case forbidden
  /// fal does not know the key.
  case unknown

  /// The standing that a key's id asks for by its name, such as `locked` or `locked--job-7`.
  ///
  /// So a client meets it by its `FAL_KEY` alone. All other ids are good.
  public init(keyID: String) {
    let name = keyID.firstRange(of: "--").map { keyID[..<$0.lowerBound] } ?? keyID[...]
    self = KeyStanding(rawValue: String(name)) ?? .good
  }
}
