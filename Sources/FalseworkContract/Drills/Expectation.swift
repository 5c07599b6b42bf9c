// Falsework
// SPDX-License-Identifier: MIT

/// What a drill expects of a client, for the sake of a clause.
public struct Expectation: Sendable, Hashable {
  /// What is expected.
  public let demand: Demand
  /// The clause that is broken otherwise.
  public let clause: ClauseID

  /// What can be expected.
  public enum Demand: String, Sendable, Hashable, CaseIterable {
    /// It succeeds.
    case success
    /// It says that it failed.
    case failure
    /// It succeeds with the whole mesh, or says that it failed.
    case soundMesh = "sound_mesh"
    /// It ends by itself.
    case ending
    /// It answers 2xx to the webhook.
    case webhookTaken = "webhook_taken"
    /// It does not answer 2xx to any webhook.
    case webhookRefused = "webhook_refused"
    /// It fetches each mesh once, however often it is told of it.
    case oneDownload = "one_download"
  }

  static func success(_ clause: ClauseID) -> Expectation {
    Expectation(demand: .success, clause: clause)
  }

  static func failure(_ clause: ClauseID) -> Expectation {
    Expectation(demand: .failure, clause: clause)
  }

  static func soundMesh(_ clause: ClauseID) -> Expectation {
    Expectation(demand: .soundMesh, clause: clause)
  }

  static func ending(_ clause: ClauseID) -> Expectation {
    Expectation(demand: .ending, clause: clause)
  }

  static func webhookTaken(_ clause: ClauseID) -> Expectation {
    Expectation(demand: .webhookTaken, clause: clause)
  }

  static func webhookRefused(_ clause: ClauseID) -> Expectation {
    Expectation(demand: .webhookRefused, clause: clause)
  }

  static func oneDownload(_ clause: ClauseID) -> Expectation {
    Expectation(demand: .oneDownload, clause: clause)
  }
}
