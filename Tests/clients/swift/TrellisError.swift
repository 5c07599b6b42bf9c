// Falsework
// SPDX-License-Identifier: MIT

/// Why there is no mesh.
enum TrellisError: Error {
  /// Nothing yet: what failed may be tried again, after so long at least.
  case transient(String, after: Duration = .zero)
  /// An exchange broke off; its request may have arrived, and have been acted on.
  case broken(String)
  /// A final answer; asking again would bring the same one.
  case refused(String)
  /// Nobody knows whether a submission was accepted.
  case ambiguous(String)
  /// The time is over, or somebody wants an end.
  case cancelled

  /// What to tell a user.
  var words: String {
    switch self {
    case .transient(let words, _), .broken(let words), .refused(let words): words
    case .ambiguous(let words):
      "\(words). The submission may have been accepted, and then costs money: look at fal's "
        + "dashboard before you submit again."
    case .cancelled: "given up"
    }
  }
}
