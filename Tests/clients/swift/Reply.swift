// Falsework
// SPDX-License-Identifier: MIT

import Foundation

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// A reply that came whole.
struct Reply: Sendable {
  let head: HTTPURLResponse
  let body: Data

  /// Answers that say nothing about the request itself, so that asking again may help.
  private static let transient: Set = [408, 429, 500, 502, 503, 504]

  var status: Int { head.statusCode }

  /// The JSON object of the body, or nil: a proxy in between may answer with HTML.
  ///
  /// It is not `Decodable`: a job that is paid for must not fail for a member that is missing,
  /// null or of another form, unless it is one that is needed.
  var object: [String: Any]? {
    (try? JSONSerialization.jsonObject(with: body)) as? [String: Any]
  }

  /// What the reply says is wrong: a sentence, or a list of what a model found.
  var detail: String {
    guard let entries = object?["detail"] as? [[String: Any]] else {
      return object?["detail"] as? String ?? "without a detail"
    }
    return entries.map { entry in
      let place = (entry["loc"] as? [Any] ?? ["input"]).map { "\($0)" }.joined(separator: ".")
      return "\(place): \(entry["msg"] ?? "is wrong") (\(entry["type"] ?? "unknown"))"
    }.joined(separator: "; ")
  }

  /// Returns the reply itself, if its status is one of these.
  func expecting(_ statuses: Int...) throws(TrellisError) -> Reply {
    if statuses.contains(status) { return self }
    let words = "answered with \(status): \(detail)"
    // How a job ended is kept, and repeated as it is.
    let isKept = object?["detail"] is [Any] || object?["error_type"] != nil
    let isTransient = Self.transient.contains(status) && !isKept
    throw isTransient ? .transient(words, after: retryAfter) : .refused(words)
  }

  /// Retry-After, which is a number of seconds or a date (RFC 9110, section 10.2.3).
  private var retryAfter: Duration {
    guard let text = head.value(forHTTPHeaderField: "Retry-After") else { return .zero }
    if let seconds = UInt32(text) { return .seconds(Int64(seconds)) }
    let format = DateFormatter()
    format.locale = Locale(identifier: "en_US_POSIX")
    format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
    return .seconds(max(0, format.date(from: text)?.timeIntervalSinceNow ?? 0))
  }
}
