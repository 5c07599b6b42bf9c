// Falsework
// SPDX-License-Identifier: MIT

/// The bodies that jobs are made of.
public struct ProbeInputs: Sendable, Hashable {
  /// A good input for the endpoint.
  public var sound: String
  /// A good input for the endpoint with the sub-path.
  public var subpath: String

  /// Creates inputs from JSON texts.
  public init(sound: String, subpath: String) {
    self.sound = sound
    self.subpath = subpath
  }

  func body(of job: ProbeJob) -> String {
    switch job {
    case .sound, .cancelled: sound
    case .subpath: subpath
    case .rejected: "{}"
    }
  }
}
