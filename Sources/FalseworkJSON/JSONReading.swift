// Falsework
// SPDX-License-Identifier: MIT

/// The grammar that the parser follows.
public enum JSONReading: Sendable, Hashable {
  /// RFC 8259 as written, no byte order mark, and no unpaired surrogate escapes.
  case rfc8259
  /// What CPython's `json.loads` takes: also `NaN`, `Infinity`, `-Infinity` and a UTF-8 mark.
  ///
  /// Deviation: an unpaired surrogate escape becomes U+FFFD, because a Swift string cannot hold
  /// it, and neither surrogates encoded as UTF-8 nor UTF-16 and UTF-32 documents are taken.
  case python
}
