// Falsework
// SPDX-License-Identifier: MIT

/// A job that is submitted to see what a server does with it, in the order of their worth.
public enum ProbeJob: String, Sendable, Hashable, CaseIterable {
  /// A good input, which is waited for.
  case sound
  /// An input without its required members, which fal refuses in the result only, at no cost.
  case rejected
  /// A good input, cancelled at once.
  case cancelled
  /// A good input to an endpoint with a sub-path, whose status is streamed.
  case subpath = "sub-path"
}
