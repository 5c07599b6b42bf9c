// Falsework
// SPDX-License-Identifier: MIT

/// A host name of fal's that Falsework answers for, and the part that it plays.
public struct FalHost: Sendable, Hashable {
  /// What a host of fal's is for.
  public enum Role: Sendable, Hashable, CaseIterable {
    /// `fal.run`: runs a model and answers with its output.
    case run
    /// `queue.fal.run`: submit, status, result and cancel.
    case queue
    /// `rest.fal.ai`: storage, tokens and webhook keys.
    case rest
    /// `*.fal.media`: files.
    case cdn
    /// `fal.ai`: the site, with the OpenAPI documents.
    case site
    /// `api.fal.ai`: the platform's own interface.
    case platform
  }

  /// The name in lower case, such as `queue.fal.run`.
  public let name: String
  /// The part that the host plays.
  public let role: Role

  private init(_ name: String, _ role: Role) {
    self.name = name
    self.role = role
  }

  /// The host of synchronous runs.
  public static let run = FalHost("fal.run", .run)
  /// The host of the queue.
  public static let queue = FalHost("queue.fal.run", .queue)
  /// The host of storage and tokens.
  public static let rest = FalHost("rest.fal.ai", .rest)
  /// The host whose name output files carry today; observed.
  public static let cdn = FalHost("v3b.fal.media", .cdn)
  /// The site.
  public static let site = FalHost("fal.ai", .site)

  /// Every host with a fixed name, the backups that `fal_client` 1.0.3 falls back to included.
  public static let named: [FalHost] = [
    .run, .queue, .rest, .site,
    FalHost("rest.alpha.fal.ai", .rest),
    FalHost("api.fal.ai", .platform),
    FalHost("falrun.com", .run),
    FalHost("queue.falrun.com", .queue),
    FalHost("fal.media", .cdn),
  ]

  /// Creates the host of this name, compared without regard to case; `nil` for a stranger's.
  ///
  /// Any single label before `.fal.media` is a shard of the CDN: clients must accept them all.
  public init?(_ name: Substring) {
    // Most names that are asked about are addresses or path segments: no need to look them up.
    guard name.utf8.contains(UInt8(ascii: ".")), name.utf8.last.map(Self.isLetter) == true else {
      return nil
    }
    let name = name.lowercased()
    if let known = Self.named.first(where: { $0.name == name }) {
      self = known
      return
    }
    let suffix = ".fal.media"
    guard name.hasSuffix(suffix) else { return nil }
    let label = name.dropLast(suffix.count)
    let isLabel = label.utf8.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
    }
    guard isLabel, (1...63).contains(label.utf8.count) else { return nil }
    self.init(name, .cdn)
  }

  /// Creates the host of this name, compared without regard to case; `nil` for a stranger's.
  public init?(_ name: String) {
    self.init(name[...])
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}
