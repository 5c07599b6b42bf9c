// Falsework
// SPDX-License-Identifier: MIT

/// The version of Falsework.
public enum Version {
  /// The version, by Semantic Versioning.
  public static let current = "0.1.0"
}
