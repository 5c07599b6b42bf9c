// Falsework
// SPDX-License-Identifier: MIT

/// Where a rule comes from.
public struct Provenance: Sendable, Hashable {
  /// How well it is known.
  public let source: Source
  /// What it rests on, in a few words.
  public let citation: String

  /// How well something is known of fal.
  public enum Source: String, Sendable, Hashable, CaseIterable {
    /// Seen on the wire.
    case observed
    /// Written in fal's documentation or in a standard.
    case documented
    /// Follows from what is observed and documented.
    case inferred
  }

  /// Something seen on the wire.
  public static func observed(_ citation: String) -> Provenance {
    Provenance(source: .observed, citation: citation)
  }

  /// Something that is written down.
  public static func documented(_ citation: String) -> Provenance {
    Provenance(source: .documented, citation: citation)
  }

  /// Something that follows.
  public static func inferred(_ citation: String) -> Provenance {
    Provenance(source: .inferred, citation: citation)
  }
}
