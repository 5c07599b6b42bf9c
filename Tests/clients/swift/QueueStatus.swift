// Falsework
// SPDX-License-Identifier: MIT

/// How a job is doing, as the replies to submissions and polls say.
struct QueueStatus {
  /// COMPLETED is the end, and need not be a success; another word that is not known is no end.
  let isCompleted: Bool
  /// How a job failed, if that is known yet.
  let error: String?
  /// A line about how it gets on.
  let progress: String?

  /// Reads the JSON of a reply.
  init(_ reply: Reply) throws(TrellisError) {
    guard let object = reply.object, let status = object["status"] as? String else {
      throw .transient("the reply \(reply.status) is not JSON with a status")
    }
    isCompleted = status == "COMPLETED"
    error = (object["error"] as? String).map { "\($0) (\(object["error_type"] ?? "unknown"))" }
    let position = (object["queue_position"] as? Int).map { "at position \($0) of the queue" }
    // Logs may be null, and take forms that nobody has seen.
    let entry = (object["logs"] as? [Any])?.last as? [String: Any]
    progress = position ?? entry?["message"] as? String
  }
}
