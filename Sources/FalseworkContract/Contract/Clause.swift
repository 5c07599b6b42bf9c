// Falsework
// SPDX-License-Identifier: MIT

/// One rule of the contract between a client and fal.
public struct Clause: Sendable {
  /// Its name.
  public let id: ClauseID
  /// How binding it is.
  public let level: ClauseLevel
  /// The rule in a sentence.
  public let rule: String
  /// What is lost where it is broken, in a sentence.
  public let why: String
  /// Where it comes from.
  public let provenance: Provenance
  /// How it is judged.
  public let method: Method

  /// How a clause is judged.
  public enum Method: Sendable {
    /// By what the client did on the wire, in every drill.
    case conduct(@Sendable (Conversation) -> Judgement)
    /// By how the client ended in the drills that expect an ending for its sake.
    case expectation
  }

  init(
    _ id: ClauseID, _ level: ClauseLevel, _ rule: String, why: String, _ provenance: Provenance,
    _ method: Method
  ) {
    self.id = id
    self.level = level
    self.rule = rule
    self.why = why
    self.provenance = provenance
    self.method = method
  }
}
