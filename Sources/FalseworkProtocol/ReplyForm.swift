// Falsework
// SPDX-License-Identifier: MIT

/// The form of the queue's replies.
public enum ReplyForm: Sendable, Hashable {
  /// As seen on the wire.
  case observed
  /// As fal's OpenAPI documents describe them.
  case documented
}
