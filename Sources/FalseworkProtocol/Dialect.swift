// Falsework
// SPDX-License-Identifier: MIT

/// Which fal a mock is, where fal's wire and fal's own OpenAPI documents say different things.
public enum Dialect: String, Sendable, Hashable, CaseIterable {
  /// The wire as it was seen.
  case observed
  /// Replies have the form that the documents give them: 200 whatever the state, `logs` an object,
  /// `{"success": true}` for a cancellation. What the documents are silent about, such as errors,
  /// is as observed.
  case documented
  /// As documented, and a request's body has to keep to the document as it is written: nothing is
  /// coerced, and formats are asserted.
  case strict

  /// The form of replies.
  public var replies: ReplyForm {
    switch self {
    case .observed: .observed
    case .documented, .strict: .documented
    }
  }
}
