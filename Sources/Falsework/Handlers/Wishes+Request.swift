// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch
internal import FalseworkHTTP
internal import FalseworkProtocol
internal import FalseworkQueue
internal import HTTPTypes

extension Submission.Wishes {
  /// The longest start timeout that is understood, in seconds.
  private static let startTimeoutSecondsMax = 1e9

  /// Reads the fields and parameters of a submission; documented.
  ///
  /// Throws what is said to a client whose value cannot be understood; its text is inferred.
  init(_ request: ServerRequest, _ query: String?) throws(PlatformFailure) {
    self.init()
    let fields = request.head.fields
    // What the Python and JavaScript clients send is the older name; the newer one goes first.
    for name in [HTTPField.Name.falRequestStartTimeout, .falRequestTimeout] {
      guard startTimeout == nil, let text = fields[name] else { continue }
      guard let seconds = Double(text), seconds > 0, seconds <= Self.startTimeoutSecondsMax else {
        throw .badRequest("\(name.rawName) must be a number of seconds above 0")
      }
      startTimeout = .microseconds(Int64(seconds * 1_000_000))
    }
    if let text = QueryParameters(query)["fal_max_queue_length"] {
      guard let count = Int(text), count >= 0 else {
        throw .badRequest("fal_max_queue_length must be a whole number from 0 on")
      }
      queueCountMax = count
    }
    let priority = fields[.falQueuePriority].map { $0.lowercased() }
    self.priority = priority.flatMap(QueuePriority.init(rawValue:)) ?? .normal
    let wantsNoRetry = fields[.falNoRetry].map { ["1", "true", "yes"].contains($0.lowercased()) }
    retries = wantsNoRetry == true ? .none : .automatic
  }
}
