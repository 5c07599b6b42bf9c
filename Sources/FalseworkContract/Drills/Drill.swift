// Falsework
// SPDX-License-Identifier: MIT

/// One scenario run against a client, and what is expected of it.
public struct Drill: Sendable, Hashable {
  /// Its name.
  public let name: String
  /// The name of the scenario; `nil` for a server on which nothing fails.
  public let scenario: String?
  /// The suites that it is part of.
  public let suites: Set<Suite>
  /// How long the client may take, by the real clock.
  public let timeout: Duration
  /// What is expected; none where the client's conduct is all that counts.
  public let expectations: [Expectation]
  /// What a client must do for the drill to make sense.
  public let need: Need?
  /// What is done to the client itself.
  public let intervention: Intervention?
  /// Whether the client must meet the faults for the drill to prove anything.
  public let proof: Proof

  /// A choice of drills.
  public enum Suite: String, Sendable, Hashable, CaseIterable {
    /// The ones that tell most in a few seconds.
    case quick
    /// All that any client can be put through.
    case standard
    /// Those for clients that take webhooks.
    case webhook
  }

  /// What a client must do for a drill to make sense.
  public enum Need: String, Sendable, Hashable, CaseIterable {
    /// It downloads meshes.
    case download
    /// It resumes downloads with `Range`.
    case range
    /// It submits with `fal_webhook`.
    case webhook
  }

  /// Whether faults must be met.
  public enum Proof: String, Sendable, Hashable, CaseIterable {
    /// A drill whose fault the client did not meet is in error.
    case required
    /// Whatever happened is judged.
    case optional
  }

  /// What is done to the client's process.
  public enum Intervention: String, Sendable, Hashable, CaseIterable {
    /// It is sent SIGTERM after it has polled once.
    case interruptAfterFirstPoll = "interrupt"
  }

  /// The time for clients in drills where nothing is waited for long.
  public static let timeoutDefault = Duration.seconds(20)
  /// The time for clients in drills that never end by themselves.
  public static let timeoutOfTheStuck = Duration.seconds(8)

  /// Creates a drill; its scenario has its name unless another is given.
  public init(
    _ name: String, scenario: String?, suites: Set<Suite> = [.standard],
    timeout: Duration = timeoutDefault, need: Need? = nil, intervention: Intervention? = nil,
    proof: Proof = .required, _ expectations: [Expectation] = []
  ) {
    self.name = name
    self.scenario = scenario
    self.suites = suites
    self.timeout = timeout
    self.need = need
    self.intervention = intervention
    self.proof = proof
    self.expectations = expectations
  }

  /// A drill of which no more is known than that a good client ends, with the mesh or saying that
  /// it failed.
  public static func open(_ name: String, proof: Proof = .required) -> Drill {
    Drill(
      name, scenario: nil, proof: proof,
      [.ending("polling.deadline"), .soundMesh("artefact.detects-truncation")])
  }

  /// The drill of a name: a shipped one, or else an open one.
  public static func named(_ name: String, proof: Proof = .required) -> Drill {
    shipped.first { $0.name == name } ?? open(name, proof: proof)
  }
}
