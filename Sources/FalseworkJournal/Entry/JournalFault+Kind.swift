// Falsework
// SPDX-License-Identifier: MIT

extension JournalFault.State {
  /// The states without what is known of them.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case armed
    case fired
    case delivered
    case missed
  }

  /// Which state it is.
  public var kind: Kind {
    switch self {
    case .armed: .armed
    case .fired: .fired
    case .delivered: .delivered
    case .missed: .missed
    }
  }

  /// Why the fault was missed; `nil` in every other state.
  public var reason: String? {
    if case .missed(let reason) = self { reason } else { nil }
  }
}
