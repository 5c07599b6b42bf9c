// Falsework
// SPDX-License-Identifier: MIT

extension Scenario {
  /// The seed by which an input asks for the scenario; see `magicSeed(of:)`.
  public var magicSeed: Int { Self.magicSeed(of: name) }

  /// Returns the seed by which an input asks for the scenario of a name: 900,000,000 and the first
  /// hundred million of the name's FNV-1a hash of 32 bits.
  public static func magicSeed(of name: String) -> Int {
    let hash = name.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
    return 900_000_000 + Int(hash % 100_000_000)
  }
}
